//! Arguments that are objects, from JSON.

mod path;

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{ErrorCode, OptionsError};

/// The argument called `name`. `otherwise` is what to do where serde does not know.
///
/// # Errors
/// Names the field, what is wrong there and what to do.
pub(crate) fn from_json<T: DeserializeOwned>(
    code: ErrorCode,
    name: &str,
    otherwise: &str,
    json: &str,
) -> Result<T, OptionsError> {
    /// The whole, which like its parts is an object.
    #[derive(Deserialize)]
    #[serde(transparent, bound = "T: Deserialize<'de>")]
    struct Whole<T>(#[serde(deserialize_with = "object")] T);

    match serde_json::from_str(json) {
        Ok(Whole(argument)) => Ok(argument),
        Err(error) => {
            let (path, said) = (path::of(json, &error), error.to_string());
            // Of a field that takes some words, serde says no more.
            let said = match said.strip_prefix("expected value") {
                Some(place) if !path.is_empty() => format!("not one of its words{place}"),
                _ => said,
            };
            Err(OptionsError::said(code, format!("{name}{path}"), &said, otherwise))
        }
    }
}

/// A structure from an object alone: serde would take a list of its fields as well.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_map(Object(PhantomData))
}

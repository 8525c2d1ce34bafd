//! Arguments that are objects, from JSON or from whatever else serde reads.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{ErrorCode, OptionsError};

/// The argument called `name`. `otherwise` is what to do where serde does not know.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    code: ErrorCode,
    name: &str,
    otherwise: &str,
    from: impl Deserializer<'de>,
) -> Result<T, OptionsError> {
    /// The whole, which like its parts is an object.
    #[derive(Deserialize)]
    #[serde(transparent, bound = "T: Deserialize<'de>")]
    struct Whole<T>(#[serde(deserialize_with = "object")] T);

    let Whole(argument) = OptionsError::read(code, name, otherwise, from)?;
    Ok(argument)
}

/// The same from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(
    code: ErrorCode,
    name: &str,
    otherwise: &str,
    json: &str,
) -> Result<T, OptionsError> {
    let mut json = serde_json::Deserializer::from_str(json);
    let argument = read(code, name, otherwise, &mut json)?;
    json.end().map_err(|error| {
        let remedy = "give one JSON object and nothing after it";
        OptionsError::new(code, name, error.to_string(), remedy)
    })?;
    Ok(argument)
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

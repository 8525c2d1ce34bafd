//! From mappings and keywords to the core's options.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};
use serde_json::{Map, Value};
use ztn_core::{ErrorCode, Options};

use crate::error::Refused;
use crate::values::Argument;

const ARGUMENT: Argument =
    Argument { code: ErrorCode::InvalidOptions, remedy: "`ztn schema options` describes them" };

/// The options of a mapping, then those given by keyword. `None` says that an option is not given.
pub(crate) fn read(
    options: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Options> {
    let mut fields = Map::new();
    if let Some(options) = options {
        let Ok(mapping) = options.cast::<PyMapping>() else {
            let remedy = "give a mapping such as {\"scope\": \"cluster\"}, or keywords";
            let (code, wanted) = (ErrorCode::InvalidOptions, "a mapping");
            return Err(Refused::wrong_type(code, "options", options, wanted, remedy).into());
        };
        ARGUMENT.add(mapping, "options", &mut fields)?;
    }
    if let Some(keywords) = keywords {
        ARGUMENT.add(keywords.as_mapping(), "options", &mut fields)?;
    }
    // The text is made here, and nobody knows its lines.
    let options = Options::from_json(&Value::Object(fields).to_string());
    options.map_err(|error| Refused::from(error.without_place()).into())
}

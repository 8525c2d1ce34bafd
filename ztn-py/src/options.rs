//! From mappings and keywords to the core's options.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde_json::{Map, Value};
use ztn_core::{ErrorCode, Options};

use crate::error::Refused;

/// Options inside options; deeper, somebody put a list into itself.
const DEPTH: usize = 8;

/// The options of a mapping, then those given by keyword. `None` says that an option is not given.
pub(crate) fn read(
    options: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Options> {
    let mut fields = Map::new();
    if let Some(options) = options {
        let Ok(mapping) = options.cast::<PyMapping>() else {
            let remedy = "give a mapping such as {\"scope\": \"cluster\"}, or keywords";
            return Err(wrong_type("options", options, "a mapping", remedy));
        };
        add(mapping, "options", DEPTH, &mut fields)?;
    }
    if let Some(keywords) = keywords {
        add(keywords.as_mapping(), "options", DEPTH, &mut fields)?;
    }
    Options::read(Value::Object(fields)).map_err(|error| Refused::from(error).into())
}

fn add(
    mapping: &Bound<'_, PyMapping>,
    field: &str,
    depth: usize,
    fields: &mut Map<String, Value>,
) -> PyResult<()> {
    for item in mapping.items()? {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
        let name = match key.cast::<PyString>().map(|name| name.to_str()) {
            Ok(Ok(name)) => name.to_owned(),
            _ => return Err(wrong_type(field, &key, "the name of an option", "names are text")),
        };
        if !value.is_none() {
            let field = format!("{field}.{name}");
            fields.insert(name, json(&value, &field, depth)?);
        }
    }
    Ok(())
}

fn json(value: &Bound<'_, PyAny>, field: &str, depth: usize) -> PyResult<Value> {
    let Some(depth) = depth.checked_sub(1) else {
        let message = "lists inside lists without end".to_owned();
        return Err(Refused::new(ErrorCode::InvalidOptions, field, message, WORDS).into());
    };
    if value.is_instance_of::<PyBool>() {
        return Ok(Value::Bool(value.is_truthy()?));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return match text.to_str() {
            Ok(text) => Ok(Value::from(text)),
            Err(_) => Err(wrong_type(field, value, "text without lone surrogates", WORDS)),
        };
    }
    if value.is_instance_of::<PyInt>() {
        // What does not fit is out of every range, and the core says so.
        return Ok(value.extract::<i64>().map_or_else(|_| Value::from(u64::MAX), Value::from));
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let mut fields = Map::new();
        add(mapping, field, depth, &mut fields)?;
        return Ok(Value::Object(fields));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let mut list = Vec::new();
        for (index, item) in value.try_iter()?.enumerate() {
            list.push(json(&item?, &format!("{field}[{index}]"), depth)?);
        }
        return Ok(Value::Array(list));
    }
    Err(wrong_type(field, value, "text, a number, a list or a mapping", WORDS))
}

const WORDS: &str = "`ztn schema options` describes them";

fn wrong_type(field: &str, given: &Bound<'_, PyAny>, wanted: &str, remedy: &str) -> PyErr {
    Refused::wrong_type(ErrorCode::InvalidOptions, field, given, wanted, remedy).into()
}

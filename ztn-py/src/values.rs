//! Values of Python as those of JSON.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde_json::{Map, Value};
use ztn_core::ErrorCode;

use crate::error::Refused;

/// Values inside values; deeper, somebody put a list into itself.
const DEPTH: usize = 8;

/// An argument that is read: what its errors are called, and what to do about them.
#[derive(Clone, Copy)]
pub(crate) struct Argument {
    pub(crate) code: ErrorCode,
    pub(crate) remedy: &'static str,
}

impl Argument {
    /// A value, which stands in this field.
    pub(crate) fn read(self, value: &Bound<'_, PyAny>, field: &str) -> PyResult<Value> {
        self.value(value, field, DEPTH)
    }

    /// What is in a mapping, into an object. `None` says that something is not given.
    pub(crate) fn add(
        self,
        mapping: &Bound<'_, PyMapping>,
        field: &str,
        object: &mut Map<String, Value>,
    ) -> PyResult<()> {
        self.fields(mapping, field, DEPTH, object)
    }

    fn fields(
        self,
        mapping: &Bound<'_, PyMapping>,
        field: &str,
        depth: usize,
        object: &mut Map<String, Value>,
    ) -> PyResult<()> {
        for item in mapping.items()? {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let name = match key.cast::<PyString>().map(|name| name.to_str()) {
                Ok(Ok(name)) => name.to_owned(),
                _ => {
                    let (wanted, remedy) = ("the name of an option", "names are text");
                    return Err(Refused::wrong_type(self.code, field, &key, wanted, remedy).into());
                }
            };
            if !value.is_none() {
                let field = format!("{field}.{name}");
                object.insert(name, self.value(&value, &field, depth)?);
            }
        }
        Ok(())
    }

    fn value(self, value: &Bound<'_, PyAny>, field: &str, depth: usize) -> PyResult<Value> {
        let Some(depth) = depth.checked_sub(1) else {
            let message = "lists inside lists without end".to_owned();
            return Err(Refused::new(self.code, field, message, self.remedy).into());
        };
        if value.is_instance_of::<PyBool>() {
            return Ok(Value::Bool(value.is_truthy()?));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return match text.to_str() {
                Ok(text) => Ok(Value::from(text)),
                Err(_) => Err(self.wrong(field, value, "text without lone surrogates")),
            };
        }
        if value.is_instance_of::<PyInt>() {
            // What does not fit is out of every range, and the core says so.
            return Ok(value.extract::<i64>().map_or_else(|_| Value::from(u64::MAX), Value::from));
        }
        if let Ok(mapping) = value.cast::<PyMapping>() {
            let mut fields = Map::new();
            self.fields(mapping, field, depth, &mut fields)?;
            return Ok(Value::Object(fields));
        }
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            let mut list = Vec::new();
            for (index, item) in value.try_iter()?.enumerate() {
                list.push(self.value(&item?, &format!("{field}[{index}]"), depth)?);
            }
            return Ok(Value::Array(list));
        }
        Err(self.wrong(field, value, "text, a number, a list or a mapping"))
    }

    fn wrong(self, field: &str, given: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
        Refused::wrong_type(self.code, field, given, wanted, self.remedy).into()
    }
}

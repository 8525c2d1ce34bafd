//! Parts of a report as dictionaries and lists: what Python's own reader makes of their JSON, so that the
//! two cannot differ.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyBytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ztn_core::ErrorCode;

use crate::error::Refused;

/// The value as plain Python objects.
pub(crate) fn plain<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    read(py, &text(value))
}

/// JSON as plain Python objects.
pub(crate) fn read<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((json,))
}

/// The value's JSON.
pub(crate) fn bytes<'py>(py: Python<'py>, value: &impl Serialize) -> Bound<'py, PyBytes> {
    PyBytes::new(py, text(value).as_bytes())
}

/// How an object is pickled: as its JSON, which the static method `restore` of its class reads back.
pub(crate) fn pickled<'py, T>(
    object: &Bound<'py, T>,
    restore: &str,
    value: &impl Serialize,
) -> PyResult<Pickled<'py>> {
    Ok((object.as_any().get_type().getattr(restore)?, (bytes(object.py(), value),)))
}

/// A call: the function and its arguments.
pub(crate) type Pickled<'py> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>,));

/// Reads back what [`bytes`] wrote.
pub(crate) fn restored<T: DeserializeOwned>(json: &[u8]) -> PyResult<T> {
    serde_json::from_slice(json).map_err(|error| {
        let remedy = "pickle it again with this version";
        Refused::new(ErrorCode::InvalidReport, "json", error.to_string(), remedy).into()
    })
}

fn text(value: &impl Serialize) -> String {
    // Nothing in a report can fail to be written: no maps with keys that are not strings.
    serde_json::to_string(value).unwrap_or_default()
}

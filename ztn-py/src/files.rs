//! From a mapping of paths to text or bytes to the core's input.

use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMapping, PyMemoryView, PyString};
use ztn_core::{ErrorCode, Input};

use crate::error::Refused;

/// The files of a mapping.
pub(crate) fn read(files: &Bound<'_, PyAny>) -> PyResult<Input> {
    read_as("files", files)
}

/// The files of the mapping that is this argument.
pub(crate) fn read_as(argument: &str, files: &Bound<'_, PyAny>) -> PyResult<Input> {
    let Ok(files) = files.cast::<PyMapping>() else {
        let remedy =
            "give a mapping such as {\"pod.yaml\": text}; `analyze_paths` reads files and folders";
        let wanted = "a mapping from path to text or bytes";
        return Err(wrong_type(argument, files, wanted, remedy));
    };
    let mut input = Input::new();
    for item in files.items()? {
        let (key, content): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
        let path = path(&key)?;
        let bytes = bytes(&format!("{argument}[{path:?}]"), &content)?;
        input.add(path, bytes);
    }
    Ok(input)
}

/// A path as a name: text, or something that stands for a path.
pub(crate) fn path(path: &Bound<'_, PyAny>) -> PyResult<String> {
    let named = match path.getattr("__fspath__") {
        Ok(name) => name.call0()?,
        Err(_) => path.clone(),
    };
    match named.cast::<PyString>() {
        Ok(text) => {
            self::text(&path.repr()?.to_string_lossy(), text, PATH_REMEDY).map(str::to_owned)
        }
        Err(_) => Err(wrong_type("path", path, "`str` or `os.PathLike`", PATH_REMEDY)),
    }
}

const PATH_REMEDY: &str = "a path is a name here, and is reported as it is given: give it as text";

/// The content of a file.
pub(crate) fn bytes(field: &str, content: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = content.cast::<PyString>() {
        let remedy = "hand over the file's bytes: what is not UTF-8 in them is told in the report";
        Ok(self::text(field, text, remedy)?.as_bytes().to_vec())
    } else if let Ok(bytes) = content.cast::<PyBytes>() {
        Ok(bytes.as_bytes().to_vec())
    } else if let Ok(bytes) = content.cast::<PyByteArray>() {
        Ok(bytes.to_vec())
    } else if content.is_instance_of::<PyMemoryView>() {
        content.call_method0("tobytes")?.extract()
    } else {
        let remedy = "give the file's content as text or bytes";
        Err(wrong_type(field, content, "`str` or `bytes`", remedy))
    }
}

/// The UTF-8 of a Python text, which can hold halves of characters that UTF-8 has no bytes for.
fn text<'a>(field: &str, text: &'a Bound<'_, PyString>, remedy: &str) -> PyResult<&'a str> {
    text.to_str().map_err(|error| {
        let py = text.py();
        if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
            return error;
        }
        let at: usize = error.value(py).getattr("start").and_then(|at| at.extract()).unwrap_or(0);
        let message = format!("a lone surrogate, which is no character, at index {at}");
        Refused::new(ErrorCode::InvalidFiles, field, message, remedy).into()
    })
}

fn wrong_type(field: &str, given: &Bound<'_, PyAny>, wanted: &str, remedy: &str) -> PyErr {
    Refused::wrong_type(ErrorCode::InvalidFiles, field, given, wanted, remedy).into()
}

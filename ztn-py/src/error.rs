//! `ztn.ZtnError`: the one exception of this package.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use ztn_cli::Unreadable;
use ztn_core::{ErrorCode, OptionsError};

/// What a caller handed over and cannot be taken.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) field: String,
    pub(crate) message: String,
    pub(crate) remedy: String,
}

impl Refused {
    pub(crate) fn new(code: ErrorCode, field: &str, message: String, remedy: &str) -> Self {
        Self { code: code.slug(), field: field.to_owned(), message, remedy: remedy.to_owned() }
    }

    /// An argument of another type than the one wanted.
    pub(crate) fn wrong_type(
        code: ErrorCode,
        field: &str,
        given: &Bound<'_, PyAny>,
        wanted: &str,
        remedy: &str,
    ) -> Self {
        let message = format!("{}, where {wanted} is wanted", type_name(given));
        Self::new(code, field, message, remedy)
    }
}

/// The name of the type of a value.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| format!("`{name}`"))
}

impl From<OptionsError> for Refused {
    fn from(error: OptionsError) -> Self {
        let OptionsError { code, field, message, remedy } = error;
        Self { code: code.slug(), field, message, remedy }
    }
}

impl From<Unreadable> for Refused {
    fn from(Unreadable { message, remedy, .. }: Unreadable) -> Self {
        Self { code: "unreadable", field: "paths".to_owned(), message, remedy: remedy.to_owned() }
    }
}

impl From<Refused> for PyErr {
    fn from(Refused { code, field, message, remedy }: Refused) -> Self {
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        Python::attach(|py| match CLASS.import(py, "ztn._error", "ZtnError") {
            Ok(class) => Self::from_type(class.clone(), (code, field, message, remedy)),
            Err(error) => error,
        })
    }
}

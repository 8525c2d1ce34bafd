//! Attributes of a Python class that are fields of a type of the core, a line each.

/// The methods of a class, with an attribute for each line before them: `value` for what Python has itself
/// (text, numbers, lists of text, nothing), `plain` for what becomes dictionaries and lists.
macro_rules! attributes {
    ($class:ident { $($kind:ident $field:ident $doc:literal;)* } $($methods:tt)*) => {
        #[pyo3::pymethods]
        impl $class {
            $(
                #[doc = $doc]
                #[getter]
                fn $field<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    attributes!(@$kind py, &self.inner().$field)
                }
            )*
            $($methods)*
        }
    };
    (@value $py:ident, $value:expr) => { pyo3::IntoPyObjectExt::into_bound_py_any($value, $py) };
    (@plain $py:ident, $value:expr) => { crate::json::plain($py, $value) };
}

pub(crate) use attributes;

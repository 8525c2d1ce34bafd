//! A question: a function of files, and a method of what holds files, with one documentation and one list of
//! arguments.

use pyo3::prelude::*;
use serde_json::{Map, Value};
use ztn_core::{ErrorCode, Input, Options, OptionsError};

use crate::error::Refused;
use crate::values::Argument;
use crate::{json, pool};

/// `question! { name = "its name in the core" (what is required) [what may be given] { what may be given by
/// keyword } }`, after the documentation of all three.
macro_rules! question {
    (
        $(#[doc = $doc:literal])*
        $name:ident = $question:literal
        ($($required:ident),*) [$($optional:ident),*] $({$($keyword:ident),+})?
    ) => {
        $(#[doc = $doc])*
        #[allow(clippy::too_many_arguments, reason = "Python has arguments with names")]
        #[pyo3::pyfunction]
        #[pyo3(signature = (
            files, $($required,)* $($optional = None,)* *, $($($keyword = None,)+)? options = None, **keywords
        ))]
        pub(crate) fn $name<'py>(
            py: pyo3::Python<'py>,
            files: &pyo3::Bound<'py, pyo3::PyAny>,
            $($required: &pyo3::Bound<'py, pyo3::PyAny>,)*
            $($optional: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)*
            $($($keyword: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)+)?
            options: Option<&pyo3::Bound<'py, pyo3::PyAny>>,
            keywords: Option<&pyo3::Bound<'py, pyo3::types::PyDict>>,
        ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
            let options = crate::options::read(options, keywords)?;
            let query = question!(@query $($required)* | $($optional)* $($($keyword)+)?);
            let files = crate::files::read(files)?;
            crate::question::ask(py, &files, &options, $question, &query)
        }

        #[allow(clippy::too_many_arguments, reason = "Python has arguments with names")]
        #[pyo3::pymethods]
        impl crate::report::Report {
            $(#[doc = $doc])*
            #[pyo3(signature = ($($required,)* $($optional = None,)* $(*, $($keyword = None),+)?))]
            fn $name<'py>(
                &self,
                py: pyo3::Python<'py>,
                $($required: &pyo3::Bound<'py, pyo3::PyAny>,)*
                $($optional: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)*
                $($($keyword: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)+)?
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                let query = question!(@query $($required)* | $($optional)* $($($keyword)+)?);
                crate::question::ask(py, self.files()?, &self.inner().options, $question, &query)
            }
        }

        #[allow(clippy::too_many_arguments, reason = "Python has arguments with names")]
        #[pyo3::pymethods]
        impl crate::workspace::Workspace {
            $(#[doc = $doc])*
            #[pyo3(signature = ($($required,)* $($optional = None,)* $(*, $($keyword = None),+)?))]
            fn $name<'py>(
                &self,
                py: pyo3::Python<'py>,
                $($required: &pyo3::Bound<'py, pyo3::PyAny>,)*
                $($optional: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)*
                $($($keyword: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)+)?
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                let query = question!(@query $($required)* | $($optional)* $($($keyword)+)?);
                let (files, options) = self.now(py);
                crate::question::ask(py, &files, &options, $question, &query)
            }
        }
    };
    (@query $($required:ident)* | $($optional:ident)*) => {
        crate::question::query([
            $((stringify!($required), Some($required)),)*
            $((stringify!($optional), $optional),)*
        ])?
    };
}

pub(crate) use question;

const ARGUMENT: Argument =
    Argument { code: ErrorCode::InvalidQuery, remedy: "`help(ztn)` says what each argument takes" };

/// What is asked, as JSON. `None` says that an argument is not given.
pub(crate) fn query<const N: usize>(
    arguments: [(&str, Option<&Bound<'_, PyAny>>); N],
) -> PyResult<String> {
    let mut query = Map::new();
    for (name, value) in arguments {
        // `from` is a word of the language.
        let name = name.trim_end_matches('_');
        if let Some(value) = value {
            query.insert(name.to_owned(), ARGUMENT.read(value, &format!("query.{name}"))?);
        }
    }
    Ok(Value::Object(query).to_string())
}

/// The answer, as plain Python objects.
pub(crate) fn ask<'py>(
    py: Python<'py>,
    files: &Input,
    options: &Options,
    question: &str,
    query: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let answer: Result<String, OptionsError> =
        pool::run(py, || ztn_core::ask(files, options, question, query))?;
    json::read(py, &answer.map_err(Refused::from)?)
}

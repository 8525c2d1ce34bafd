//! `ztn.Report`

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use ztn_core::ErrorCode;
use ztn_core::report::{html, v1};
use ztn_core::verdict::Verdict;

use crate::attributes::attributes;
use crate::error::Refused;
use crate::findings::{Findings, Owner};
use crate::json::{self, Pickled};

/// Everything that is to be said of an input. It does not change.
///
/// `findings` are objects, made when asked for; all else is plain dictionaries and lists, as in `to_dict()`.
/// Reports are equal if they say the same, and can be pickled.
#[pyclass(frozen, eq, hash, module = "ztn")]
#[derive(PartialEq)]
pub(crate) struct Report(Arc<v1::Report>);

impl Report {
    pub(crate) fn new(report: v1::Report) -> Self {
        Self(Arc::new(report))
    }

    pub(crate) fn inner(&self) -> &v1::Report {
        &self.0
    }
}

impl Hash for Report {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_json().hash(state);
    }
}

attributes! {
    Report {
        value schema "The version of this shape: `ztn.report.v1`.";
        plain tool "What made it.";
        plain options "The options it was made with.";
        plain verdicts "The ten verdicts, in order.";
        plain problems "What could not be read as it was meant, by file and place.";
        plain inputs "Every file, with what became of it.";
        plain not_evaluated "Rules that could not be asked, by id.";
        plain missing "What to add to the input, each thing once: commands, then files, then options.";
        plain hints "What the input looks like, where that explains why something is not in it.";
    }

    /// What is wrong, by file and place.
    #[getter]
    fn findings(&self) -> Findings {
        Findings(Owner::Report(Arc::clone(&self.0)))
    }

    /// All of it as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::plain(py, self.inner())
    }

    /// The canonical bytes: compact JSON, the same from Rust, from `ztn check --format json` (before its last
    /// line break) and from JavaScript.
    fn to_json<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        json::bytes(py, self.inner())
    }

    /// Read back a report from its JSON, as text or bytes.
    #[staticmethod]
    fn from_json(json: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = if let Ok(text) = json.cast::<PyString>() {
            text.to_string_lossy()
        } else if let Ok(bytes) = json.cast::<PyBytes>() {
            String::from_utf8_lossy(bytes.as_bytes())
        } else {
            let (wanted, remedy) = ("`str` or `bytes`", "give what `to_json()` returned");
            let code = ErrorCode::InvalidReport;
            return Err(Refused::wrong_type(code, "json", json, wanted, remedy).into());
        };
        Ok(Self::new(v1::Report::from_json(&text).map_err(Refused::from)?))
    }

    fn __repr__(&self) -> String {
        let count = |verdict| self.0.verdicts.iter().filter(|of| of.verdict == verdict).count();
        let (pass, fail) = (count(Verdict::Pass), count(Verdict::Fail));
        let (unknown, findings) = (count(Verdict::Unknown), self.0.findings.len());
        format!("<ztn.Report: {pass} pass, {fail} fail, {unknown} unknown; {findings} findings>")
    }

    fn _repr_html_(&self) -> String {
        html::html(&self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Pickled<'py>> {
        json::pickled(slf, "from_json", slf.get().inner())
    }
}

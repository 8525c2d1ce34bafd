//! `ztn.Report`

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use ztn_core::report::{html, v1};
use ztn_core::verdict::Verdict;
use ztn_core::{ErrorCode, Input};

use crate::attributes::attributes;
use crate::error::Refused;
use crate::findings::{Findings, Owner};
use crate::json::{self, Pickled};

/// Everything that is to be said of an input. It does not change.
///
/// `findings` are objects, made when asked for; all else is plain dictionaries and lists, as in `to_dict()`.
/// Reports are equal if they say the same, and can be pickled.
///
/// It holds on to its files, and answers questions about them by its own options. JSON and pickles have no files,
/// which may hold secrets: what was read back from there says so when it is asked.
#[pyclass(frozen, eq, hash, module = "ztn")]
pub(crate) struct Report {
    report: Arc<v1::Report>,
    /// What it is about; none where it was read back.
    files: Option<Input>,
}

impl Report {
    pub(crate) fn new(report: v1::Report, files: Input) -> Self {
        Self { report: Arc::new(report), files: Some(files) }
    }

    pub(crate) fn inner(&self) -> &v1::Report {
        &self.report
    }

    /// What it is about.
    pub(crate) fn files(&self) -> Result<&Input, Refused> {
        self.files.as_ref().ok_or_else(|| Refused {
            code: "no-files",
            field: "report".to_owned(),
            message: "it was read back, and its files were not kept with it".to_owned(),
            remedy: "ask the function of the same name with the files, or analyze them again"
                .to_owned(),
        })
    }
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.report == other.report
    }
}

impl Hash for Report {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.report.to_json().hash(state);
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
        Findings(Owner::Report(Arc::clone(&self.report)))
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
        let report = v1::Report::from_json(&text).map_err(Refused::from)?;
        Ok(Self { report: Arc::new(report), files: None })
    }

    fn __repr__(&self) -> String {
        let count = |verdict| self.report.verdicts.iter().filter(|of| of.verdict == verdict).count();
        let (pass, fail) = (count(Verdict::Pass), count(Verdict::Fail));
        let (unknown, findings) = (count(Verdict::Unknown), self.report.findings.len());
        format!("<ztn.Report: {pass} pass, {fail} fail, {unknown} unknown; {findings} findings>")
    }

    fn _repr_html_(&self) -> String {
        html::html(&self.report)
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Pickled<'py>> {
        json::pickled(slf, "from_json", slf.get().inner())
    }
}

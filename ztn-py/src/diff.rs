//! `ztn.Diff`

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use ztn_core::report::{diff, v1};

use crate::attributes::attributes;
use crate::findings::{Findings, Owner};
use crate::json::{self, Pickled};

/// What changed from one report to another. It does not change itself.
///
/// As text it says so in lines: verdicts first, then what is new, what is fixed, and counts.
#[pyclass(frozen, eq, hash, module = "ztn")]
#[derive(PartialEq)]
pub(crate) struct Diff(Arc<diff::Diff>);

impl Diff {
    pub(crate) fn new(diff: diff::Diff) -> Self {
        Self(Arc::new(diff))
    }

    fn inner(&self) -> &diff::Diff {
        &self.0
    }

    fn list(&self, list: fn(&diff::Diff) -> &[v1::Finding]) -> Findings {
        Findings(Owner::Diff(Arc::clone(&self.0), list))
    }
}

impl Hash for Diff {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_json().hash(state);
    }
}

attributes! {
    Diff {
        value schema "The version of this shape: `ztn.diff.v1`.";
        plain tool "What made it.";
        plain verdicts "The practices whose verdict changed, in order.";
        plain parts "The parts whose verdict changed, in order.";
        plain worse "Findings that counted before, too, and are more severe now.";
        value unchanged "How many findings are as they were before, wherever they moved.";
        plain new_problems "Problems that were not there before.";
        plain solved_problems "Problems that are gone.";
        plain inputs "Files that came, went, or are evaluated otherwise than before.";
        plain connections "Connections that surely pass on other ports than before.";
        plain permissions "Rights that changed, by whom bindings name.";
        plain paths "The ends that an attack path reaches in one of the two alone.";
        plain not_compared "What was not compared, and why.";
    }

    /// Findings that count now and were not there before, or were excepted.
    #[getter(new)]
    fn new_findings(&self) -> Findings {
        self.list(|diff| &diff.new)
    }

    /// Findings that counted before and are gone.
    #[getter]
    fn fixed(&self) -> Findings {
        self.list(|diff| &diff.fixed)
    }

    /// Findings that counted before and were accepted since.
    #[getter]
    fn excepted(&self) -> Findings {
        self.list(|diff| &diff.excepted)
    }

    /// Findings that counted before, of files that cannot be read any more: nobody can say.
    #[getter]
    fn unseen(&self) -> Findings {
        self.list(|diff| &diff.unseen)
    }

    /// All of it as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::plain(py, self.inner())
    }

    /// JSON, the same as `ztn diff --format json` writes before its last line break.
    fn to_json<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        json::bytes(py, self.inner())
    }

    fn __str__(&self) -> String {
        self.0.text("", "")
    }

    fn __repr__(&self) -> String {
        let diff = &self.0;
        let (new, worse, fixed) = (diff.new.len(), diff.worse.len(), diff.fixed.len());
        format!("<ztn.Diff: {new} new, {worse} worse, {fixed} fixed, {} unchanged>", diff.unchanged)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Pickled<'py>> {
        json::pickled(slf, "_restore", slf.get().inner())
    }

    #[staticmethod]
    fn _restore(json: &[u8]) -> PyResult<Self> {
        Ok(Self::new(json::restored(json)?))
    }
}

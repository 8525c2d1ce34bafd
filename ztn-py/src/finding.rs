//! `ztn.Finding`

use std::hash::{Hash, Hasher};

use pyo3::prelude::*;
use ztn_core::report::{compact, v1};

use crate::attributes::attributes;
use crate::findings::Owner;
use crate::json::{self, Pickled};

/// One thing that is wrong, at one place.
///
/// What is absent is `None`, or an empty list. Parts with parts of their own are plain dictionaries, as in
/// `to_dict()`.
#[pyclass(frozen, eq, hash, module = "ztn")]
pub(crate) struct Finding {
    owner: Owner,
    index: usize,
}

impl Finding {
    /// The finding with this index, which has to be there.
    pub(crate) fn new(owner: Owner, index: usize) -> Self {
        Self { owner, index }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "it was there when this was made, and nothing changes"
    )]
    pub(crate) fn inner(&self) -> &v1::Finding {
        &self.owner.findings()[self.index]
    }
}

impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        self.inner() == other.inner()
    }
}

impl Hash for Finding {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner().fingerprint.hash(state);
    }
}

attributes! {
    Finding {
        value rule "The rule.";
        value practice "The practice, 1 to 10.";
        value parts "The parts it breaks.";
        value severity_because "Why that is not the rule's own severity.";
        value exposure "Who can make use of it.";
        value message "One clause.";
        plain object "The object it is about.";
        plain span "Where.";
        value pointer "The JSON pointer (RFC 6901) of the value, from the root of its document.";
        plain labels "The other places involved.";
        value witness "What decided it.";
        plain fix "How to mend it.";
        value implied_by "The rule whose finding on the same object already says it.";
        plain suppressed "The exception that covers it.";
        value fingerprint "The same for the same finding in a file that changed around it.";
    }

    /// How bad it is, here.
    #[getter]
    fn severity(&self) -> &'static str {
        self.inner().severity.name()
    }

    /// The file.
    #[getter]
    fn path(&self) -> &str {
        &self.inner().span.path
    }

    /// The line it begins on, from 1.
    #[getter]
    fn line(&self) -> u32 {
        self.inner().span.start.line
    }

    /// The column it begins at, in UTF-8 bytes, from 1.
    #[getter]
    fn col(&self) -> u32 {
        self.inner().span.start.col
    }

    /// Does it count: nobody accepted it, and no other finding already says it?
    #[getter]
    fn is_open(&self) -> bool {
        self.inner().is_open()
    }

    /// All of it as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::plain(py, self.inner())
    }

    fn __str__(&self) -> String {
        compact::of_finding(self.inner())
    }

    fn __repr__(&self) -> String {
        format!("<ztn.Finding {}>", self.__str__())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Pickled<'py>> {
        json::pickled(slf, "_restore", slf.get().inner())
    }

    #[staticmethod]
    fn _restore(json: &[u8]) -> PyResult<Self> {
        Ok(Self::new(Owner::Nobody([json::restored(json)?].into()), 0))
    }
}

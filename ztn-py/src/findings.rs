//! `ztn.Findings`: a sequence that makes a Python object of a finding when somebody asks for it.

use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};
use ztn_core::report::diff;
use ztn_core::report::v1;

use crate::finding::Finding;
use crate::json::{self, Pickled};

/// Who holds a list of findings.
#[derive(Clone)]
pub(crate) enum Owner {
    Report(Arc<v1::Report>),
    Diff(Arc<diff::Diff>, fn(&diff::Diff) -> &[v1::Finding]),
    Nobody(Arc<[v1::Finding]>),
}

impl Owner {
    pub(crate) fn findings(&self) -> &[v1::Finding] {
        match self {
            Self::Report(report) => &report.findings,
            Self::Diff(diff, list) => list(diff),
            Self::Nobody(findings) => findings,
        }
    }
}

/// Findings, in the order of files and places.
///
/// A sequence like a tuple. It holds on to the report and makes a `Finding` when one is asked for.
#[pyclass(frozen, eq, sequence, module = "ztn")]
pub(crate) struct Findings(pub(crate) Owner);

impl PartialEq for Findings {
    fn eq(&self, other: &Self) -> bool {
        self.0.findings() == other.0.findings()
    }
}

impl Findings {
    fn at(&self, index: usize) -> Finding {
        Finding::new(self.0.clone(), index)
    }
}

#[pymethods]
impl Findings {
    fn __len__(&self) -> usize {
        self.0.findings().len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        let len = self.__len__().cast_signed();
        if let Ok(slice) = index.cast::<PySlice>() {
            let part = slice.indices(len)?;
            let places = (0..part.slicelength).map(|n| part.start + part.step * n.cast_signed());
            let findings = places.map(|place| self.at(place.cast_unsigned()));
            return Ok(PyList::new(py, findings.collect::<Vec<_>>())?.into_any());
        }
        let index: isize = index.extract()?;
        let place = if index < 0 { index + len } else { index };
        if !(0..len).contains(&place) {
            return Err(PyIndexError::new_err(format!("{index} of {len} findings")));
        }
        Ok(Bound::new(py, self.at(place.cast_unsigned()))?.into_any())
    }

    /// The first place of a finding; `ValueError` if it is not there.
    #[pyo3(signature = (value, /))]
    fn index(&self, value: &Bound<'_, Finding>) -> PyResult<usize> {
        let wanted = value.get().inner();
        let place = self.0.findings().iter().position(|finding| finding == wanted);
        place.ok_or_else(|| PyValueError::new_err("the finding is not there"))
    }

    /// How often a finding is there.
    #[pyo3(signature = (value, /))]
    fn count(&self, value: &Bound<'_, Finding>) -> usize {
        let wanted = value.get().inner();
        self.0.findings().iter().filter(|finding| *finding == wanted).count()
    }

    fn __repr__(&self) -> String {
        format!("<ztn.Findings: {}>", self.__len__())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Pickled<'py>> {
        json::pickled(slf, "_restore", &slf.get().0.findings())
    }

    #[staticmethod]
    fn _restore(json: &[u8]) -> PyResult<Self> {
        Ok(Self(Owner::Nobody(json::restored::<Vec<v1::Finding>>(json)?.into())))
    }
}

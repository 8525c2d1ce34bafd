//! `ztn.Workspace`

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyDict;
use ztn_core::{Input, Options};

use crate::error::Refused;
use crate::report::Report;
use crate::{files, options, pool};

/// Files that are being edited: open some, change one, ask again.
///
/// Its report is always the one that `analyze` gives for the same files, and so are its answers. Threads may share
/// it.
///
/// >>> import ztn
/// >>> workspace = ztn.Workspace(select=["host-network"])
/// >>> workspace.set("pod.yaml", "{apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}")
/// >>> len(workspace.report().findings)
/// 1
/// >>> workspace.remove("pod.yaml")
/// True
#[pyclass(frozen, module = "ztn")]
pub(crate) struct Workspace(Mutex<ztn_core::Workspace>);

#[pymethods]
impl Workspace {
    #[new]
    #[pyo3(signature = (options=None, **keywords))]
    fn new(
        options: Option<&Bound<'_, PyAny>>,
        keywords: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let options = options::read(options, keywords)?;
        Ok(Self(Mutex::new(ztn_core::Workspace::new(options))))
    }

    /// Open a file, or give an open one its new content.
    fn set(&self, path: &Bound<'_, PyAny>, content: &Bound<'_, PyAny>) -> PyResult<()> {
        let bytes = files::bytes("content", content)?;
        let path = files::path(path)?;
        self.change(content.py(), |workspace| workspace.set(path, bytes));
        Ok(())
    }

    /// Close a file. Was it open?
    fn remove(&self, path: &Bound<'_, PyAny>) -> PyResult<bool> {
        let name = files::path(path)?;
        Ok(self.change(path.py(), |workspace| workspace.remove(&name)))
    }

    /// Change the options; those that are not given have their defaults again.
    #[pyo3(signature = (options=None, **keywords))]
    fn set_options(
        &self,
        py: Python<'_>,
        options: Option<&Bound<'_, PyAny>>,
        keywords: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        let options = options::read(options, keywords)?;
        self.change(py, |workspace| workspace.set_options(options));
        Ok(())
    }

    /// The report of the files as they are now.
    fn report(&self, py: Python<'_>) -> PyResult<Report> {
        let (files, options) = self.now(py);
        let report = pool::run(py, || ztn_core::analyze(&files, &options))?;
        Ok(Report::new(report.map_err(Refused::from)?, files))
    }
}

impl Workspace {
    /// The files and options as they are now. Whoever works with them holds nobody up.
    pub(crate) fn now(&self, py: Python<'_>) -> (Input, Options) {
        self.change(py, |workspace| (workspace.input(), workspace.options().clone()))
    }

    fn change<T>(&self, py: Python<'_>, change: impl FnOnce(&mut ztn_core::Workspace) -> T) -> T {
        change(&mut self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner))
    }
}

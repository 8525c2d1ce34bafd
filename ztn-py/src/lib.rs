//! The Python module `ztn._ztn`: converts in, calls the core, converts out.
//!
//! `python/ztn/` is the package around it. A question to the engines is a file in `questions/` and a line in
//! the module below; `python/ztn/_ztn.pyi` has its types.

mod attributes;
mod command;
mod diff;
mod error;
mod files;
mod finding;
mod findings;
mod json;
mod options;
mod pool;
mod question;
mod questions;
mod report;
mod values;
mod workspace;

#[pyo3::pymodule]
mod _ztn {
    use pyo3::prelude::*;
    use pyo3::types::PySequence;

    #[pymodule_export]
    use crate::command::command;
    #[pymodule_export]
    use crate::diff::Diff;
    #[pymodule_export]
    use crate::finding::Finding;
    #[pymodule_export]
    use crate::findings::Findings;
    #[pymodule_export]
    use crate::questions::analyze::{analyze, analyze_paths};
    #[pymodule_export]
    use crate::questions::audit_policy::audit_policy;
    #[pymodule_export]
    use crate::questions::can::can;
    #[pymodule_export]
    use crate::questions::diff::{diff, diff_files};
    #[pymodule_export]
    use crate::questions::paths::paths;
    #[pymodule_export]
    use crate::questions::permissions::permissions;
    #[pymodule_export]
    use crate::questions::pss::pss;
    #[pymodule_export]
    use crate::questions::reach::reach;
    #[pymodule_export]
    use crate::questions::rules::{explain, rules};
    #[pymodule_export]
    use crate::questions::suggest_network::suggest_network;
    #[pymodule_export]
    use crate::questions::suggest_rbac::suggest_rbac;
    #[pymodule_export]
    use crate::questions::who_can::who_can;
    #[pymodule_export]
    use crate::report::Report;
    #[pymodule_export]
    use crate::workspace::Workspace;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        PySequence::register::<Findings>(module.py())
    }
}

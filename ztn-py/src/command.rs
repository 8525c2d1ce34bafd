//! The `ztn` command, for the program that the wheel brings.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the `ztn` command with these arguments, the program's name first, and returns its exit code.
#[pyfunction]
pub(crate) fn command(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| ztn_cli::run(args))
}

//! `ztn.analyze` and `ztn.analyze_paths`

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use ztn_core::ErrorCode;

use crate::error::Refused;
use crate::report::Report;
use crate::{files, options, pool};

/// Say how files stand to the ten zero-trust practices.
///
/// `files` maps paths to text or bytes. A path is only a name: nothing is read from disk. Options are given as a
/// mapping or by keyword; keywords go before. Neither clock nor environment is read, so that the same files and
/// options give the same report: give `as_of` to have versions and exceptions judged.
///
/// Bad manifests raise nothing: they are `problems` of the report. `ZtnError` says that the arguments cannot be
/// taken.
///
/// >>> import ztn
/// >>> pod = """
/// ... apiVersion: v1
/// ... kind: Pod
/// ... metadata: {name: agent}
/// ... spec:
/// ...   containers: [{name: agent, image: agent, securityContext: {privileged: yes}}]
/// ... """
/// >>> report = ztn.analyze({"pod.yaml": pod}, select=["privileged-container"])
/// >>> print(report.findings[0])
/// pod.yaml:6:74: critical[privileged-container]: container `agent` runs privileged
#[pyfunction]
#[pyo3(signature = (files, options=None, **keywords))]
pub(crate) fn analyze(
    py: Python<'_>,
    files: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Report> {
    let options = options::read(options, keywords)?;
    let input = files::read(files)?;
    let report = pool::run(py, || ztn_core::analyze(&input, &options))?;
    Ok(Report::new(report.map_err(Refused::from)?, input))
}

/// Say how the files and folders at these paths stand, as `ztn check` does.
///
/// Folders are searched for `.yaml`, `.yml` and `.json` files, leaving out what `.gitignore` names; `-` is
/// standard input. Options are those of `analyze`.
///
/// >>> import ztn
/// >>> ztn.analyze_paths(["nowhere.yaml"])
/// Traceback (most recent call last):
/// ztn.ZtnError: paths: cannot read `nowhere.yaml`: No such file or directory (os error 2): check that the file exists and may be read
#[pyfunction]
#[pyo3(signature = (paths, options=None, **keywords))]
pub(crate) fn analyze_paths(
    py: Python<'_>,
    paths: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Report> {
    let options = options::read(options, keywords)?;
    let paths = self::paths(paths)?;
    let made = pool::run(py, || {
        let input = ztn_cli::read(&paths).map_err(Refused::from)?;
        let report = ztn_core::analyze(&input, &options).map_err(Refused::from)?;
        Ok::<_, Refused>((report, input))
    })?;
    let (report, input) = made?;
    Ok(Report::new(report, input))
}

/// A list of paths. A text is a list of letters to Python, and never meant as one.
fn paths(paths: &Bound<'_, PyAny>) -> PyResult<Vec<PathBuf>> {
    let refused = |field: &str, given: &Bound<'_, PyAny>, wanted| -> PyErr {
        let remedy = "give a list of files and folders, such as [\"k8s/\"]";
        Refused::wrong_type(ErrorCode::InvalidFiles, field, given, wanted, remedy).into()
    };
    let wanted = "a list of paths";
    if paths.is_instance_of::<PyString>() || paths.is_instance_of::<PyBytes>() {
        return Err(refused("paths", paths, wanted));
    }
    let items = paths.try_iter().map_err(|_| refused("paths", paths, wanted))?;
    let mut list = Vec::new();
    for (index, item) in items.enumerate() {
        let item = item?;
        let path = item.extract().map_err(|_| {
            refused(&format!("paths[{index}]"), &item, "a path that the system can have")
        })?;
        list.push(path);
    }
    Ok(list)
}

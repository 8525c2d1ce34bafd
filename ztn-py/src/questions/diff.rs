//! `ztn.diff` and `ztn.diff_files`

use pyo3::prelude::*;
use pyo3::types::PyDict;
use ztn_core::ErrorCode;

use crate::diff::Diff;
use crate::error::Refused;
use crate::report::Report;
use crate::{files, options, pool};

/// Say what changed from one report to another: verdicts, new and fixed findings.
///
/// What only moved is unchanged.
///
/// >>> import ztn
/// >>> pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}"
/// >>> before = ztn.analyze({"pod.yaml": pod}, select=["host-network"])
/// >>> after = ztn.analyze({"pod.yaml": pod.replace("true", "false")}, select=["host-network"])
/// >>> [finding.rule for finding in ztn.diff(before, after).fixed]
/// ['host-network']
#[pyfunction]
pub(crate) fn diff(
    py: Python<'_>,
    before: &Bound<'_, PyAny>,
    after: &Bound<'_, PyAny>,
) -> PyResult<Diff> {
    let (before, after) = (report("before", before)?.get(), report("after", after)?.get());
    Ok(Diff::new(pool::run(py, || ztn_core::diff(before.inner(), after.inner()))?))
}

/// Say what changed from one state of files to another: as `diff` does, and which connections, rights and ends of attack
/// paths came and went.
///
/// Files and options are those of `analyze`.
///
/// >>> import ztn
/// >>> binding = """
/// ... apiVersion: rbac.authorization.k8s.io/v1
/// ... kind: RoleBinding
/// ... metadata: {name: team, namespace: shop}
/// ... roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
/// ... subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
/// ... """
/// >>> diff = ztn.diff_files({}, {"team.yaml": binding})
/// >>> diff.permissions[0]["subject"]["name"]
/// 'team'
#[pyfunction]
#[pyo3(signature = (before, after, options=None, **keywords))]
pub(crate) fn diff_files(
    py: Python<'_>,
    before: &Bound<'_, PyAny>,
    after: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Diff> {
    let options = options::read(options, keywords)?;
    let (before, after) = (files::read_as("before", before)?, files::read_as("after", after)?);
    let compared = pool::run(py, || ztn_core::compare(&before, &after, &options))?;
    Ok(Diff::new(compared.map_err(Refused::from)?.diff))
}

fn report<'a, 'py>(field: &str, given: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, Report>> {
    given.cast::<Report>().map_err(|_| {
        let remedy = "`ztn.Report.from_json` reads a report that was kept";
        Refused::wrong_type(ErrorCode::InvalidReport, field, given, "a `Report`", remedy).into()
    })
}

//! `ztn.diff`

use pyo3::prelude::*;
use ztn_core::ErrorCode;

use crate::diff::Diff;
use crate::error::Refused;
use crate::pool;
use crate::report::Report;

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

fn report<'a, 'py>(field: &str, given: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, Report>> {
    given.cast::<Report>().map_err(|_| {
        let remedy = "`ztn.Report.from_json` reads a report that was kept";
        Refused::wrong_type(ErrorCode::InvalidReport, field, given, "a `Report`", remedy).into()
    })
}

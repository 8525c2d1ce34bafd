//! `ztn.rules` and `ztn.explain`

use pyo3::prelude::*;
use pyo3::types::PyString;
use ztn_core::report::catalog::RuleInfo;
use ztn_core::{ErrorCode, registry};

use crate::error::Refused;
use crate::json;

/// List the rules, by practice and id.
///
/// >>> import ztn
/// >>> sorted({rule["slug"] for rule in ztn.rules()})[:3]
/// ['audit', 'authentication', 'etcd']
#[pyfunction]
pub(crate) fn rules(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    json::plain(py, &RuleInfo::all())
}

/// Say everything about one rule.
///
/// >>> import ztn
/// >>> ztn.explain("privileged-container")["severity"]
/// 'critical'
/// >>> ztn.explain("priviledged-container")
/// Traceback (most recent call last):
/// ztn.ZtnError: rule: there is no rule `priviledged-container`: did you mean `privileged-container`?
#[pyfunction]
pub(crate) fn explain<'py>(
    py: Python<'py>,
    rule: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let Ok(id) = rule.cast::<PyString>() else {
        let remedy = "give the id of a rule; `ztn.rules()` lists them";
        let code = ErrorCode::UnknownRule;
        return Err(Refused::wrong_type(code, "rule", rule, "`str`", remedy).into());
    };
    let found = registry::lookup(&id.to_string_lossy()).map_err(Refused::from)?;
    json::plain(py, &RuleInfo::of(found))
}

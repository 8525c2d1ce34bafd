//! From what the engine answers to the report.

use super::{EvaluatedWorkload, PodSecurityEvaluation, PodSecurityQuery, SCHEMA, Violation};
use crate::engine::pod_security::Standard;
use crate::facts::Facts;
use crate::model::{Place, Workload};
use crate::options::OptionsError;
use crate::read::SourceFile;
use crate::report::build::{Builder, object_report, tool};
use crate::report::v1::Why;
use crate::verdict::Verdict;

/// Every pod template of the input against one standard.
pub(crate) fn evaluate(
    facts: &Facts<'_>,
    files: &[SourceFile],
    query: &PodSecurityQuery,
) -> Result<PodSecurityEvaluation, OptionsError> {
    query.checked()?;
    let places = Builder { cluster: facts.cluster, files };
    let standard = facts.pod_security().standard(query.level, &query.version);
    let workloads = facts.cluster.workloads();
    Ok(PodSecurityEvaluation {
        schema: SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        version: format!("v1.{}", standard.minor).into(),
        workloads: workloads.map(|workload| evaluated(&places, standard, workload)).collect(),
        problems: places.problems(),
    })
}

fn evaluated(
    places: &Builder<'_>,
    standard: Standard,
    workload: Workload<'_>,
) -> EvaluatedWorkload {
    let object = workload.object();
    let place = object.metadata().map_or_else(
        || Place::of(object, object.node()),
        |metadata| Place::of(object, metadata.name()),
    );
    let (verdict, violations, why) = match standard.violations(workload) {
        Ok(violations) if violations.is_empty() => (Verdict::Pass, Vec::new(), None),
        Ok(violations) => (Verdict::Fail, violations, None),
        Err(unknown) => {
            let why = Why { kind: unknown.why.slug().into(), text: unknown.why.text() };
            (Verdict::Unknown, Vec::new(), Some(why))
        }
    };
    let violations = violations.into_iter().map(|violation| Violation {
        check: violation.check.into(),
        level: violation.level.name().into(),
        text: violation.to_string(),
        spans: violation.places.iter().map(|place| places.span(*place)).collect(),
    });
    EvaluatedWorkload {
        object: object_report(object),
        span: places.span(place),
        verdict,
        violations: violations.collect(),
        why,
    }
}

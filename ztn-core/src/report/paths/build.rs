//! From the engine's paths to the report.

use super::{AttackPath, AttackPaths, Change, Cut, PathStep, PathsQuery, SCHEMA};
use crate::engine::paths::{Cause, Goal, Path, Paths, Point};
use crate::error::{ErrorCode, OptionsError};
use crate::facts::Facts;
use crate::model::{Object, Place};
use crate::read::SourceFile;
use crate::report::access::identity;
use crate::report::build::{Builder, object_report, tool};

/// The paths that are asked for.
pub(crate) fn paths(
    facts: &Facts<'_>,
    files: &[SourceFile],
    query: &PathsQuery,
) -> Result<AttackPaths, OptionsError> {
    let places = Builder { cluster: facts.cluster, files };
    let engine = Paths::new(facts.cluster, facts.rbac(), facts.network(), facts.control_plane());
    let from = beginnings(&engine, query)?;
    let goals = match query.to.as_deref() {
        None => Goal::ALL.to_vec(),
        Some(name) => vec![Goal::from_slug(name).ok_or_else(|| {
            let remedy = "write `cluster-admin`, `all-secrets`, `node` or `cloud`";
            wrong("to", format!("`{name}` is no end of a path"), remedy)
        })?],
    };
    let mut found = Vec::new();
    let mut cuts = Vec::new();
    for goal in goals {
        let shortest = engine.shortest(&from, goal);
        if shortest.is_empty() {
            continue;
        }
        let beginnings: Vec<Point<'_>> = shortest.iter().map(|path| path.from).collect();
        let changes = engine.cut(&beginnings, goal).unwrap_or_default();
        cuts.push(Cut {
            to: goal.slug().into(),
            changes: changes.into_iter().map(|cause| change(&places, cause)).collect(),
        });
        found.extend(shortest.iter().map(|path| report(&engine, &places, path)));
    }
    Ok(AttackPaths {
        schema: SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        paths: found,
        cuts,
        problems: places.problems(),
    })
}

/// Where the paths begin.
fn beginnings<'a>(
    engine: &Paths<'a>,
    query: &'a PathsQuery,
) -> Result<Vec<Point<'a>>, OptionsError> {
    let workloads = || engine.workloads().iter().enumerate();
    let Some(from) = query.from.as_deref() else {
        let all = workloads().filter(|(_, workload)| !workload.is_control_plane());
        return Ok(all.map(|(at, _)| Point::Workload(at)).collect());
    };
    if from.contains(':') {
        let who = identity(from).map_err(|error| wrong("from", error.message, &error.remedy))?;
        return Ok(vec![Point::Identity(who)]);
    }
    let (namespace, name) = from.split_once('/').unwrap_or(("default", from));
    let named = workloads().filter(|(_, workload)| {
        workload.namespace() == namespace && workload.object().name() == name
    });
    let named: Vec<Point<'a>> = named.map(|(at, _)| Point::Workload(at)).collect();
    if named.is_empty() {
        let message = format!("there is no workload `{namespace}/{name}`");
        return Err(wrong("from", message, "write `namespace/name` of one in the input"));
    }
    Ok(named)
}

fn wrong(field: &str, message: String, remedy: &str) -> OptionsError {
    OptionsError::new(ErrorCode::InvalidQuery, format!("query.{field}"), message, remedy)
}

fn report(engine: &Paths<'_>, places: &Builder<'_>, path: &Path<'_, '_>) -> AttackPath {
    let steps = path.steps.iter().map(|(edge, to)| PathStep {
        text: edge.text.clone(),
        gains: engine.text(*to),
        assumes: edge.assumes.map(Into::into),
        object: edge.object.map(object_report),
        span: edge.place.map(|place| places.span(place)),
    });
    AttackPath { from: engine.text(path.from), to: path.to.slug().into(), steps: steps.collect() }
}

fn change(places: &Builder<'_>, cause: &Cause<'_>) -> Change {
    let object: Object<'_> = cause.object;
    Change {
        text: cause.change.clone(),
        object: object_report(object),
        span: places.span(Place::of(object, object.name_node())),
    }
}

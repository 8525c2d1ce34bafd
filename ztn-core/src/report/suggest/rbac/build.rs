//! From logs to roles, and back: what is written is read and asked again.

use super::logs::Logs;
use super::plan::{self, right_of};
use super::{
    AllowedRequest, RbacProof, RbacSuggestion, ReplacedBinding, SCHEMA, SuggestRbacQuery,
    UnusedRecords, caution, yaml,
};
use crate::data::releases;
use crate::engine::Known;
use crate::engine::rbac::{Asker, Rbac, Setting, Table};
use crate::engine::requests::{Request, RequestTarget, Requests, Seen, Unused, Wanted};
use crate::error::{ErrorCode, OptionsError};
use crate::facts::Facts;
use crate::input::File;
use crate::model::rbac::Identity;
use crate::model::{Cluster, FileId, Place};
use crate::options::Scope;
use crate::read::SourceFile;
use crate::report::access::{CanDecision, Permission, identity, in_group, subject_report};
use crate::report::build::{Builder, object_report, tool};
use crate::report::suggest::documents;
use crate::span::to_u32;

/// The roles for what `logs` say of the subject. `files` is what gives rights today; there may be none.
pub(crate) fn rbac(
    facts: &Facts<'_>,
    files: &[SourceFile],
    logs: &[&File],
    query: &SuggestRbacQuery,
) -> Result<RbacSuggestion, OptionsError> {
    let who = identity(&query.subject)?;
    let asker = Asker::new(who);
    let logs = Logs::read(logs);
    let version = facts.control_plane().api_version();
    let minor = version.map_or(releases::NEWEST, |version| version.minor);
    let requests = Requests::of(&logs.texts(), Wanted { subject: who, minor });
    has_some(&requests, query)?;

    let setting = Setting {
        minor: Some(minor),
        scope: Scope::Cluster,
        all_read: true,
        authorizers: Vec::new(),
    };
    let nothing = Cluster::default();
    let by_kubernetes = Rbac::new(&nothing, &setting);
    let today = (!files.is_empty()).then(|| facts.rbac());
    let asked = asked(&requests, &logs, &asker, today);
    let drafts = plan::plan(&requests.allowed, &by_kubernetes, &asker, query.names);
    let yaml = yaml::yaml(&drafts, who, &asked);

    let sources = documents(&yaml, FileId::default(), facts.options.limits.of_document());
    let cluster = Cluster::new(vec!["suggested.yaml".into()], sources.collect());
    let after = Rbac::new(&cluster, &setting);
    let (held, _) = after.own_permissions(who);
    let places = Builder { cluster: facts.cluster, files };
    Ok(RbacSuggestion {
        schema: SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        subject: subject_report(who),
        permissions: Permission::of_table(&held),
        proof: proof(&requests, &asker, &after, &held),
        removed: today.map_or_else(Vec::new, |today| {
            let (today, _) = today.own_permissions(who);
            let (given, _) = by_kubernetes.permissions(&asker);
            Permission::of_table(&today.minus(&held).minus(&given))
        }),
        replaces: today.map_or_else(Vec::new, |today| replaces(today, who, &places)),
        unused: unused(&requests, &logs),
        cautions: caution::of(requests.allowed.keys()),
        requests: asked,
        yaml,
        problems: places.problems(),
    })
}

/// A log without a request of the subject is the wrong log, or the wrong name.
fn has_some(requests: &Requests, query: &SuggestRbacQuery) -> Result<(), OptionsError> {
    if !requests.allowed.is_empty() || requests.unused.keys().any(Unused::is_of_subject) {
        return Ok(());
    }
    let message = format!("the log has no request of `{}`", query.subject);
    let mut others: Vec<(&String, &u64)> = requests.others.iter().collect();
    others.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    let names: Vec<&str> = others.iter().take(3).map(|(name, _)| name.as_str()).collect();
    let remedy = match names.as_slice() {
        [] => "give an audit log: JSON lines of `audit.k8s.io/v1`".to_owned(),
        names => format!("most are of `{}`", names.join("`, `")),
    };
    Err(OptionsError::new(ErrorCode::InvalidQuery, "query.subject", message, remedy))
}

fn asked(
    requests: &Requests,
    logs: &Logs,
    asker: &Asker<'_>,
    today: Option<&Rbac<'_>>,
) -> Vec<AllowedRequest> {
    let each = requests.allowed.iter().map(|(request, seen): (&Request, &Seen)| {
        let (resource, name) = match &request.target {
            RequestTarget::Url(url) => (url.clone(), None),
            RequestTarget::Resource { group, resource, name } => {
                (in_group(resource, group), name.clone())
            }
        };
        let today = today.map(|rbac| match rbac.can(asker, &request.need()) {
            Known::Yes(_) => CanDecision::Yes,
            Known::No(_) => CanDecision::No,
            Known::Unknown(_) => CanDecision::Unknown,
        });
        AllowedRequest {
            verb: request.verb.clone(),
            resource,
            name,
            namespace: request.namespace.clone(),
            count: seen.count,
            span: logs.span(seen),
            today,
        }
    });
    each.collect()
}

/// Asks for everything again.
fn proof(requests: &Requests, asker: &Asker<'_>, after: &Rbac<'_>, held: &Table<'_>) -> RbacProof {
    let mut asked = Table::default();
    let mut missing = Vec::new();
    for (number, request) in requests.allowed.keys().enumerate() {
        let need = request.need();
        if !matches!(after.can(asker, &need), Known::Yes(_)) {
            missing.push(to_u32(number));
        }
        asked.add(right_of(need), number);
    }
    RbacProof {
        requests: to_u32(requests.allowed.len()),
        missing,
        beside: Permission::of_table(&held.minus(&asked)),
    }
}

/// What gives the subject its rights by its own name.
fn replaces(today: &Rbac<'_>, who: Identity<'_>, places: &Builder<'_>) -> Vec<ReplacedBinding> {
    let each = today.bindings_of(who).filter_map(|binding| {
        let object = binding.object?;
        let place = binding.subjects.iter().find(|(subject, _)| *subject == who);
        let place = place
            .and_then(|(_, spot)| *spot)
            .map_or_else(|| Place::of(object, object.name_node()), |spot| Place::of(object, spot));
        let text = match binding.subjects.len() {
            1 => format!("delete {}", binding.text()),
            _ => format!("take {who} out of {}", binding.text()),
        };
        Some(ReplacedBinding { text, object: object_report(object), span: places.span(place) })
    });
    each.collect()
}

fn unused(requests: &Requests, logs: &Logs) -> Vec<UnusedRecords> {
    let each = requests.unused.iter().map(|(why, seen)| {
        let (reason, text) = match why {
            Unused::Denied(what) => ("denied", format!("the request to {what} was refused")),
            Unused::Undecided(what) => (
                "undecided",
                format!(
                    "the request to {what} was received, and the log does not say what followed"
                ),
            ),
            Unused::Incomplete => {
                ("incomplete", "a record does not say what was asked for".to_owned())
            }
            Unused::NoEvent(_) => ("no-event", "a line is no record of an audit log".to_owned()),
        };
        UnusedRecords { reason: reason.into(), text, count: seen.count, span: logs.span(seen) }
    });
    each.chain(logs.unreadable()).collect()
}

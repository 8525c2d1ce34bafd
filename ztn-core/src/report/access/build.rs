//! From what the engine answers to the report.

use super::query::Whose;
use super::{
    CAN_SCHEMA, Can, CanDecision, CanQuery, Grant, GrantChain, GrantStep, HeldPermission,
    PERMISSIONS_SCHEMA, Permission, Permissions, PermissionsQuery, Subject, WHO_CAN_SCHEMA, WhoCan,
    WhoCanQuery,
};
use crate::engine::rbac::{self, Giver, Rbac, Table};
use crate::engine::{Known, Unknown};
use crate::error::ErrorCode;
use crate::facts::Facts;
use crate::model::Kind;
use crate::model::rbac::Identity;
use crate::options::OptionsError;
use crate::read::SourceFile;
use crate::report::build::{Builder, object_report, tool};
use crate::report::{missing, v1};

/// The answer to a question about one subject.
pub(crate) fn can(
    facts: &Facts<'_>,
    files: &[SourceFile],
    query: &CanQuery,
) -> Result<Can, OptionsError> {
    let places = Builder { cluster: facts.cluster, files };
    let (asker, need) = (query.asker()?, query.need()?);
    let rbac: &Rbac<'_> = facts.rbac();
    let known = rbac.can(&asker, &need);
    let chains = rbac.chains(&asker, &need);
    let (decision, text, unknown) = match &known {
        Known::Yes(witness) => (CanDecision::Yes, witness.text.clone(), None),
        Known::No(witness) => (CanDecision::No, witness.text.clone(), None),
        Known::Unknown(unknown) => (CanDecision::Unknown, unknown.why.text(), Some(unknown)),
    };
    let looked_at = match &known {
        Known::No(witness) => witness.because.as_slice(),
        Known::Yes(_) | Known::Unknown(_) => &[],
    };
    let (why, settled_by) = reason(facts, unknown);
    Ok(Can {
        schema: CAN_SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        decision,
        text,
        chains: chains.iter().map(|found| chain(&places, found.steps())).collect(),
        looked_at: looked_at
            .iter()
            .map(|because| GrantStep {
                text: because.text.clone(),
                object: None,
                span: Some(places.span(because.place)),
            })
            .collect(),
        why,
        settled_by,
        problems: places.problems(),
    })
}

/// The answer to a question about everybody.
pub(crate) fn who_can(
    facts: &Facts<'_>,
    files: &[SourceFile],
    query: &WhoCanQuery,
) -> Result<WhoCan, OptionsError> {
    let places = Builder { cluster: facts.cluster, files };
    let need = query.need()?;
    let (grants, unknown) = facts.rbac().who_can(&need, true);
    let (why, settled_by) = reason(facts, unknown.as_ref());
    Ok(WhoCan {
        schema: WHO_CAN_SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        grants: grants
            .iter()
            .map(|grant| Grant {
                subject: subject(grant.subject),
                namespace: grant.chain.binding.namespace.map(str::to_owned),
                chain: chain(&places, grant.chain.steps()),
            })
            .collect(),
        why,
        settled_by,
        problems: places.problems(),
    })
}

/// All that one subject may do, or that a role would give.
pub(crate) fn permissions(
    facts: &Facts<'_>,
    files: &[SourceFile],
    query: &PermissionsQuery,
) -> Result<Permissions, OptionsError> {
    let places = Builder { cluster: facts.cluster, files };
    let rbac = facts.rbac();
    let (subject, permissions, everything, unknown) = match query.whose()? {
        Whose::Somebody(asker) => {
            let (table, givers) = rbac.permissions(&asker);
            let held = held(&places, &table, &givers);
            (subject(asker.identity), held, rbac.unasked(&asker), rbac.unlisted(&asker))
        }
        Whose::Role { kind, namespace, name } => {
            let [id, ..] = rbac.roles_named(kind, namespace, name) else {
                let message = format!("`{}` is not in the input", query.subject);
                let remedy = "name a role of the input, or one that Kubernetes brings along";
                let code = ErrorCode::InvalidQuery;
                return Err(OptionsError::new(code, "query.subject", message, remedy));
            };
            let (table, givers) = rbac.permissions_of_role(*id);
            let kind = if kind == Kind::Role { "role" } else { "cluster_role" };
            let namespace = (!namespace.is_empty()).then(|| namespace.to_owned());
            let role = Subject { kind: kind.into(), namespace, name: name.to_owned() };
            (role, held(&places, &table, &givers), None, None)
        }
    };
    let (why, settled_by) = reason(facts, unknown.filter(|_| everything.is_none()).as_ref());
    Ok(Permissions {
        schema: PERMISSIONS_SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        subject,
        everything: everything.map(Into::into),
        permissions,
        why,
        settled_by,
        problems: places.problems(),
    })
}

/// The rows of a table, each with everything that gives it.
fn held(places: &Builder<'_>, table: &Table<'_>, givers: &[Giver<'_, '_>]) -> Vec<HeldPermission> {
    let held = table.rows().into_iter().map(|row| {
        let givers = row.given_by.iter().filter_map(|at| givers.get(*at));
        HeldPermission {
            permission: Permission::of_row(&row),
            chains: givers.map(|giver| chain(places, giver.steps())).collect(),
        }
    });
    held.collect()
}

fn reason(facts: &Facts<'_>, unknown: Option<&Unknown>) -> (Option<v1::Why>, Option<v1::Name>) {
    let why = unknown
        .map(|unknown| v1::Why { kind: unknown.why.slug().into(), text: unknown.why.text() });
    let settled_by = unknown.and_then(|unknown| missing::settled_by(facts, unknown));
    (why, settled_by.map(Into::into))
}

fn chain(places: &Builder<'_>, steps: Vec<rbac::Step<'_>>) -> GrantChain {
    let steps = steps.into_iter().map(|step| GrantStep {
        text: step.text,
        object: step.object.map(object_report),
        span: step.place.map(|place| places.span(place)),
    });
    GrantChain { steps: steps.collect() }
}

/// Somebody, as reports name them.
pub(crate) fn subject(who: Identity<'_>) -> Subject {
    match who {
        Identity::User(name) => {
            Subject { kind: "user".into(), namespace: None, name: name.to_owned() }
        }
        Identity::Group(name) => {
            Subject { kind: "group".into(), namespace: None, name: name.to_owned() }
        }
        Identity::ServiceAccount { namespace, name } => Subject {
            kind: "service_account".into(),
            namespace: Some(namespace.to_owned()),
            name: name.to_owned(),
        },
    }
}

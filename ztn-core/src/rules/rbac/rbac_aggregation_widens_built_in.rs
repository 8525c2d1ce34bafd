//! `rbac-aggregation-widens-built-in`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-aggregation-widens-built-in",
    practice: Practice::Rbac,
    breaks: &[Part::LeastPrivilege],
    severity: Severity::High,
    summary: "a label puts a dangerous permission into one of Kubernetes' own roles",
    why: "Everybody who was given `view`, `edit` or `admin`, in whatever namespace, holds it \
          from then on, and no binding shows it.",
    remedy: "Take the label away and bind the role to those who need it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Roles],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::attack("T1098")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for (id, role) in rbac.roles() {
        let Some(object) = role.object.filter(|_| !role.is_built_in) else {
            continue;
        };
        for target in role.aggregates_to() {
            let dangerous = match target {
                "view" => OF_READERS,
                "edit" | "admin" => OF_EDITORS,
                _ => continue,
            };
            let Some(held) = dangerous.iter().find_map(|power| rbac.would_hold(id, *power)) else {
                continue;
            };
            let (verb, resource) = held.way.by;
            let message =
                format!("{} puts `{verb}` on `{resource}` into the role `{target}`", role.text());
            let spot = held.way.rule.node.unwrap_or_else(|| object.name_node());
            out.report(object, spot, message);
        }
    }
}

/// What nobody expects of those who edit.
const OF_EDITORS: &[Power] = &[
    Power::Escalate,
    Power::Bind,
    Power::ImpersonateUsers,
    Power::DriveKubelets,
    Power::ChangeMutation,
    Power::ApproveRequests,
];

/// What nobody expects of those who read.
const OF_READERS: &[Power] = &[
    Power::ReadSecrets,
    Power::MintTokens,
    Power::RunWorkloads,
    Power::ChangeWorkloads,
    Power::EnterPods,
    Power::InjectContainers,
    Power::ImpersonateServiceAccounts,
    Power::WriteRoles,
    Power::WriteRoleBindings,
    Power::Escalate,
    Power::Bind,
    Power::DriveKubelets,
];

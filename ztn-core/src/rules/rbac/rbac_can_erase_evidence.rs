//! `rbac-can-erase-evidence`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-erase-evidence",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "somebody can delete what tells of an attack",
    why: "Events, reports of policies and the pods themselves are what is left to look at \
          afterwards. Whoever can delete them covers the tracks.",
    remedy: "Send events and logs out of the cluster as they come, and leave deletion to \
          controllers.",
    exceptions: "Controllers that delete the pods they made.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::nsa("audit"),
        Ref::attack("T1070"),
        Ref::kubescape("C-0007"),
        Ref::kubescape("C-0031"),
        Ref::trivy("KSV-0042"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "delete pods, events or reports",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::EraseEvidence) {
        out.permission(facts, &held, &PERMISSION);
    }
}

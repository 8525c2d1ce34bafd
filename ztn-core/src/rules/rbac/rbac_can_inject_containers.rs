//! `rbac-can-inject-containers`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-inject-containers",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::High,
    summary: "somebody can put containers or images into running pods",
    why: "A debug container or another image runs inside the pod, with its token and its \
          mounts. Whoever can change every pod is every service account.",
    remedy: "Allow changes to the controllers of one namespace instead of to pods; keep \
          `pods/ephemeralcontainers` for people who debug.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1610")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "put containers or images into running pods",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::ByAccounts,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::InjectContainers) {
        out.permission(facts, &held, &PERMISSION);
    }
}

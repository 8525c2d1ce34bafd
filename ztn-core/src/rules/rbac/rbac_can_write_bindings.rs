//! `rbac-can-write-bindings`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-write-bindings",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "somebody can give out the rights they hold",
    why: "Without the verb `bind` only what the subject holds can be given, so nothing is \
          gained at once. But rights then spread without anybody who reviews them, and outlive the \
          subject.",
    remedy: "Write bindings from a reviewed place; allow reading them.",
    exceptions: "The deployment tool that owns all bindings.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::nsa("authentication"),
        Ref::attack("T1098"),
        Ref::trivy("KSV-0051"),
        Ref::trivy("KSV-0052"),
        Ref::trivy("KSV-0055"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "give the rights they hold to others",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for power in [Power::WriteRoleBindings, Power::WriteClusterRoleBindings] {
        for held in rbac.holders(power) {
            out.permission(facts, &held, &PERMISSION);
        }
    }
}

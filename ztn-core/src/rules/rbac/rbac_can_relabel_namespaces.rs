//! `rbac-can-relabel-namespaces`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-relabel-namespaces",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::High,
    summary: "somebody can change the labels of namespaces",
    why: "Labels of a namespace choose its Pod Security Standard, its place in network policies \
          and whether pods join the mesh. Whoever can change them takes a namespace out of each \
          guard at once.",
    remedy: "Make namespaces from a reviewed place; let teams work inside them.",
    exceptions: "The tool that makes namespaces for tenants.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("2"), Ref::nist("4"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "change the labels of namespaces",
    in_namespace: Severity::Medium,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::RelabelNamespaces) {
        out.permission(facts, &held, &PERMISSION);
    }
}

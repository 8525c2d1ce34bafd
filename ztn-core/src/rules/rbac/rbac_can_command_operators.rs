//! `rbac-can-command-operators`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-command-operators",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "somebody can tell an operator what to do with its rights",
    why: "Operators act for whoever writes their objects, and most hold more than the writer: \
          an Argo CD Application, a Flux HelmRelease or an ExternalSecret is a way to have them \
          deploy, read or rewrite.",
    remedy: "Allow these objects in the namespaces and projects that the operator confines them \
          to.",
    exceptions: "Teams that deploy through the operator, in a project of their own.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::attack("T1098")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "have an operator act for them",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::CommandOperators) {
        out.permission(facts, &held, &PERMISSION);
    }
}

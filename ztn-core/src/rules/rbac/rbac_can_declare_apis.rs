//! `rbac-can-declare-apis`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-declare-apis",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::High,
    summary: "somebody can declare APIs, or who serves them",
    why: "An APIService sends all requests of a group to a server of the declarer's choice, \
          with what they carry; a CustomResourceDefinition can be turned into another kind under \
          those who read it.",
    remedy: "Install definitions with the operator that owns them, from a reviewed place.",
    exceptions: "Package managers and operator installers.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "declare APIs or who serves them",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::DeclareApis) {
        out.permission(facts, &held, &PERMISSION);
    }
}

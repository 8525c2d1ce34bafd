//! `rbac-can-change-network-policy`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-change-network-policy",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::High,
    summary: "somebody can change which connections are permitted",
    why: "Segmentation holds as long as its policies do. Whoever can write or delete them opens \
          every connection, of the network plugin's policies and the mesh's alike, and closes it \
          again afterwards.",
    remedy: "Keep policies for the tool that deploys them from a reviewed repository; let \
          others read them.",
    exceptions: "The GitOps controller that owns the policies.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::nsa("network"),
        Ref::nist("2"),
        Ref::nist("4"),
        Ref::attack("T1562"),
        Ref::trivy("KSV-0056"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "change which connections are permitted",
    in_namespace: Severity::Medium,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::ChangeNetworkPolicy) {
        out.permission(facts, &held, &PERMISSION);
    }
}

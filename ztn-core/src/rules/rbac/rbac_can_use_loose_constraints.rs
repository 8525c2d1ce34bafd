//! `rbac-can-use-loose-constraints`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-use-loose-constraints",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::High,
    summary: "somebody can have privileged pods admitted",
    why: "Security context constraints, and pod security policies before 1.25, are given by \
          `use`: whoever may use a loose one and make a pod has the node.",
    remedy: "Name a strict one by `resourceNames`, such as `restricted-v2`.",
    exceptions: "Agents of nodes, whose constraint is theirs alone.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nist("6"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

/// Those that OpenShift brings along and that let a pod run as root, or share something of its node.
/// (<https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html>)
const LOOSE: &[&str] = &[
    "anyuid",
    "hostaccess",
    "hostmount-anyuid",
    "hostmount-anyuid-v2",
    "hostnetwork",
    "hostnetwork-v2",
    "node-exporter",
    "privileged",
];

const PERMISSION: Permission = Permission {
    what: "use loose constraints on pods",
    in_namespace: Severity::Medium,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::UseConstraints) {
        let is_loose = held.names().iter().any(|name| LOOSE.contains(name));
        if held.is_named() && !is_loose {
            continue;
        }
        if let Some(finding) = out.permission(facts, &held, &PERMISSION)
            && held.is_of_cluster()
            && held.is_named()
        {
            // To be limited to a loose one is no limit.
            finding.severity(RULE.severity, "the constraint that is named is loose").breaks_all();
        }
    }
}

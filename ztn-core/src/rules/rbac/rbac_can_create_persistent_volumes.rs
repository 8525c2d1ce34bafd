//! `rbac-can-create-persistent-volumes`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-create-persistent-volumes",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::High,
    summary: "somebody can make volumes of the paths of nodes",
    why: "A volume may be any directory of a node. Pod Security Admission looks at pods, not at \
          volumes, so a pod of the strictest namespace then mounts it through a claim.",
    remedy: "Let storage drivers make volumes, and people claims.",
    exceptions: "Storage provisioners.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.9"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1611"),
        Ref::kubescape("C-0278"),
        Ref::kube_bench("5.1.9"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "make volumes of the paths of nodes",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::CreateVolumes) {
        out.permission(facts, &held, &PERMISSION);
    }
}

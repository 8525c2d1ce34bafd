//! `rbac-can-drive-kubelet`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-drive-kubelet",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can talk to kubelets through the API server",
    why: "The kubelet runs commands in every pod of its node, and asks neither admission nor \
          the audit log. A `get` is enough: it opens a WebSocket. The pods of the control plane \
          are on such nodes.",
    remedy: "Allow `nodes/metrics`, `nodes/stats`, `nodes/log`, `nodes/healthz`, `nodes/pods` \
          or `nodes/configz`, which kubelets take for themselves since 1.33.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.10"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1609"),
        Ref::kubescape("C-0279"),
        Ref::trivy("KSV-0047"),
        Ref::kube_bench("5.1.10"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "drive kubelets through `nodes/proxy`",
    in_namespace: Severity::High,
    widens_in_namespace: Widens::Always,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::DriveKubelets) {
        out.permission(facts, &held, &PERMISSION);
    }
}

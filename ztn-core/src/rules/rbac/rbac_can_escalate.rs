//! `rbac-can-escalate`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-escalate",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can write rights into roles that the writer does not hold",
    why: "The API server lets nobody write more into a role than the writer holds, except by \
          the verb `escalate`: with it a role that is already bound becomes cluster-admin.",
    remedy: "Take the verb away; let the tool hold the rights it hands on.",
    exceptions: "Operators that are installed with all rights anyway, where the finding on \
          those is excepted as well.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.8"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1098"),
        Ref::kubescape("C-0191"),
        Ref::checkov("CKV_K8S_158"),
        Ref::checkov("CKV2_K8S_1"),
        Ref::trivy("KSV-0050"),
        Ref::kube_bench("5.1.8"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "write rights that they do not hold into roles",
    in_namespace: Severity::High,
    widens_in_namespace: Widens::Always,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::Escalate) {
        let place = held.binding.and_then(|binding| binding.namespace);
        let mut writers = held.outsiders();
        let is_inert = held.binding.is_some()
            && !writers.any(|who| rbac.has_power(who, Power::WriteRoles, place));
        if let Some(finding) = out.permission(facts, &held, &PERMISSION)
            && is_inert
        {
            finding.severity(Severity::Low, "nobody who is bound can write roles").advice();
        }
    }
}

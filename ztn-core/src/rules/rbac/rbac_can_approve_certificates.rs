//! `rbac-can-approve-certificates`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-approve-certificates",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can have certificates issued for other names",
    why: "A client certificate is whoever its subject says, for as long as it lasts, and \
          nothing revokes it. Who approves requests for `kube-apiserver-client`, or signs, is \
          every user but the members of `system:masters`.",
    remedy: "Name the signers by `resourceNames`, such as `kubernetes.io/kubelet-serving`, and \
          keep approval for a controller that checks the request.",
    exceptions: "A controller that approves the serving certificates of kubelets.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.11"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1098"),
        Ref::kubescape("C-0280"),
        Ref::checkov("CKV_K8S_156"),
        Ref::kube_bench("5.1.11"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "approve requests for certificates",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::ApproveRequests) {
        let may = held.outsiders().any(|who| rbac.has_power(who, Power::ApproveForSigners, None));
        if let Some(finding) = out.permission(facts, &held, &PERMISSION)
            && held.binding.is_some()
            && !may
        {
            finding
                .severity(Severity::Low, "nobody who is bound may approve for a signer")
                .advice();
        }
    }
    for held in rbac.holders(Power::SignForSigners) {
        out.permission(facts, &held, &OF_SIGNING);
    }
}

const OF_SIGNING: Permission = Permission { what: "sign certificates for a signer", ..PERMISSION };

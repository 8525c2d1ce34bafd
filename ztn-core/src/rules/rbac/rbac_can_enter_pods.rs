//! `rbac-can-enter-pods`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-enter-pods",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::High,
    summary: "somebody can run commands in pods that hold more",
    why: "A shell in a pod has its files, its memory and its token. Whoever can open one in \
          every pod is every service account.",
    remedy: "Allow it in one namespace, to people and for a time, or debug with copies of pods.",
    exceptions: "A support team, in the namespaces it supports.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1609"),
        Ref::checkov("CKV2_K8S_2"),
        Ref::kubescape("C-0002"),
        Ref::kubescape("C-0063"),
        Ref::trivy("KSV-0053"),
        Ref::trivy("KSV-0054"),
        Ref::polaris("clusterrolePodExecAttach"),
        Ref::polaris("rolePodExecAttach"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "run commands in pods or talk to their ports",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::ByAccounts,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::EnterPods) {
        out.permission(facts, &held, &PERMISSION);
    }
}

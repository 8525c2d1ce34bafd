//! `rbac-can-rewrite-cluster-config`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::model::Object;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-rewrite-cluster-config",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::High,
    summary: "somebody can change what the own components of the cluster read",
    why: "ConfigMaps of `kube-system` decide who is an administrator on EKS (`aws-auth`), where \
          names lead (`coredns`), whose client certificates count, and how new nodes start.",
    remedy: "Name the ConfigMap by `resourceNames`, or keep it for the tool that installs the \
          component.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1098"),
        Ref::kubescape("C-0037"),
        Ref::trivy("KSV-0049"),
        Ref::trivy("KSV-0115"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "change the configuration of the cluster's own components",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::OnlyByAccounts,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::RewriteClusterConfig) {
        let names = held.names();
        let is_of_components =
            names.is_empty() || names.iter().any(|name| COMPONENTS.contains(name));
        let home = held.role.object.and_then(Object::written_namespace);
        let may_be_there = match held.binding {
            Some(_) => held.is_of_cluster(),
            None => home.is_none_or(|namespace| namespace == "kube-system"),
        };
        if !(is_of_components && may_be_there) {
            continue;
        }
        if let Some(finding) = out.permission(facts, &held, &PERMISSION)
            && held.binding.is_some()
            && held.is_named()
        {
            finding.severity(Severity::High, "it names one that decides over others").breaks_all();
        }
    }
}

/// What they read.
const COMPONENTS: &[&str] = &[
    "aws-auth",
    "cluster-info",
    "coredns",
    "extension-apiserver-authentication",
    "kube-proxy",
    "kubeadm-config",
    "kubelet-config",
];

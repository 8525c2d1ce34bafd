//! `rbac-can-read-secrets`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-read-secrets",
    practice: Practice::Rbac,
    breaks: &[Part::SecretReaders],
    severity: Severity::Critical,
    summary: "somebody outside the expected ones can read the Secrets of the cluster",
    why: "Whoever takes over the subject reads every password, key and token that is stored, \
          and acts as whoever they belong to. `list` and `watch` give the content as `get` does, and \
          so do the answers to `patch` and `deletecollection`.",
    remedy: "Name the Secrets by `resourceNames` and allow `get` alone, in the namespace where \
          they are; mount what a workload needs instead of letting it ask.",
    exceptions: "Controllers that copy or rotate Secrets for others, in a namespace of their \
          own.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.2"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1552"),
        Ref::kube_linter("access-to-secrets"),
        Ref::kubescape("C-0015"),
        Ref::kubescape("C-0186"),
        Ref::checkov("CKV2_K8S_5"),
        Ref::trivy("KSV-0041"),
        Ref::trivy("KSV-0113"),
        Ref::kube_bench("5.1.2"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "read Secrets",
    in_namespace: Severity::Medium,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::ReadSecrets) {
        // To name the Secrets of one namespace is how it is meant to be done.
        if held.binding.is_none() || held.is_of_cluster() || !held.is_named() {
            out.permission(facts, &held, &PERMISSION);
        }
    }
}

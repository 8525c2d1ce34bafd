//! `policy-selects-no-workload`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-selects-no-workload",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy selects no workload of its namespace",
    why: "The pods it was written for are as open as without it, often for one letter in a label, \
          and everybody who reads the policy believes them closed.",
    remedy: "Write the labels of the pods' template into `podSelector`, or delete the policy.",
    exceptions: "Policies for pods that are made by hand or by operators.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("5"),
        Ref::kube_linter("dangling-networkpolicy"),
        Ref::kubescape("C-0299"),
        Ref::kube_score("networkpolicy-targets-pod"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // Elsewhere, or in what could not be read, there may be a workload that it selects.
    if !facts.whole_cluster() || !facts.all_read {
        return;
    }
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let Some(spec) = policy.spec().get().filter(|spec| !spec.selects_every_pod()) else {
            continue;
        };
        if facts.network().has_subject(object, spec) == Some(false) {
            let message = format!(
                "`{}` selects no workload of namespace `{}`",
                object.name(),
                object.namespace().unwrap_or("?")
            );
            let finding = out.report(object, spec.pod_selector(), message);
            if facts.network().may_have_unseen_subjects(object) {
                finding.severity(
                    Severity::Info,
                    "the namespace has objects of kinds that may make pods",
                );
            }
        }
    }
}

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
    summary: "a policy selects no workload",
    why: "The pods it was written for are as open as without it, often for one letter in a label, \
          and everybody who reads the policy believes them closed.",
    remedy: "Write the labels of the pods' template into its selector, or delete the policy.",
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
    if !facts.sees_everything() {
        return;
    }
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let selector = policy.spec().then(|spec| spec.pod_selector());
        let asks = selector.get().filter(|selector| !selector.is_empty());
        let (Some(asks), Some(namespace)) = (asks, object.namespace()) else {
            continue;
        };
        let selected = facts.references().selected(namespace, asks);
        if selected.is_some_and(|workloads| workloads.is_empty()) {
            let message =
                format!("`{}` selects no workload of namespace `{namespace}`", object.name());
            let finding = out.report(object, selector, message);
            if facts.references().may_hold_unseen_pods(namespace) {
                finding.severity(Severity::Info, UNSEEN);
            }
        }
    }
    // Of every other dialect.
    let aimless = facts.network().aimless(&facts.references().untold());
    for one in aimless.iter().filter(|one| !one.is_peer) {
        let (object, namespace) = (one.object, one.object.namespace());
        let whose = namespace.map_or_else(String::new, |name| format!(" of namespace `{name}`"));
        let message = format!("`{}` selects no workload{whose}", object.name());
        let finding = out.report_at(object.id(), one.place, message);
        if facts.references().may_hold_unseen_pods_of(namespace) {
            finding.severity(Severity::Info, UNSEEN);
        }
    }
}

const UNSEEN: &str = "the namespace has objects of kinds that may make pods";

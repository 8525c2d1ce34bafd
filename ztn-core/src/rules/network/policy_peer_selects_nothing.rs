//! `policy-peer-selects-nothing`

use crate::engine::references::Chosen;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-peer-selects-nothing",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a peer of a policy is nobody",
    why: "The connection it was written for is closed, often for one letter in a label. Whoever \
          mends that in haste opens more than was meant, and a pod made later with that label is \
          let in by a rule nobody remembers.",
    remedy: "Write the labels that the other end has, or drop the peer.",
    exceptions: "Peers in other clusters or made by operators.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("5"),
        Ref::kube_linter("dangling-networkpolicypeer-podselector"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // Elsewhere, or in what could not be read, there may be somebody whom it selects.
    if !facts.sees_everything() {
        return;
    }
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let (Some(spec), Some(namespace)) = (policy.spec().get(), object.namespace()) else {
            continue;
        };
        let peers = spec.effective_rules().flat_map(|rule| rule.peers.iter());
        for peer in peers.filter(|peer| !peer.asks_for_nothing()) {
            let what = match facts.references().chosen(namespace, peer) {
                Chosen::NoNamespace => "no namespace",
                Chosen::Workloads(workloads) if workloads.is_empty() => "no workload",
                _ => continue,
            };
            let message = format!("a peer of `{}` selects {what}", object.name());
            let finding = out.report(object, peer.node(), message);
            if facts.references().may_hold_unseen_pods(namespace) {
                finding.severity(Severity::Info, UNSEEN);
            }
        }
    }
    // Of every other dialect.
    let aimless = facts.network().aimless(&facts.references().untold());
    for one in aimless.iter().filter(|one| one.is_peer) {
        let object = one.object;
        let message = format!("a peer of `{}` selects no workload", object.name());
        let finding = out.report_at(object.id(), one.place, message);
        if facts.references().may_hold_unseen_pods_of(object.namespace()) {
            finding.severity(Severity::Info, UNSEEN);
        }
    }
}

const UNSEEN: &str = "the namespace has objects of kinds that may make pods";

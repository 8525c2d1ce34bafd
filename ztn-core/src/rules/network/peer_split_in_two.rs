//! `peer-split-in-two`

use crate::engine::references::References;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Workload;
use crate::model::network_policy::{NetworkPolicy, Peer};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "peer-split-in-two",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "two peers are written where one was meant",
    why: "With a dash before each, the namespace and the pods are two peers: every pod of that \
          namespace is let in, and the pods by their labels are looked for in the namespace of the \
          policy, where there are none.",
    remedy: "Write `namespaceSelector` and `podSelector` in one item, with one dash.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let (Some(spec), Some(namespace)) = (policy.spec().get(), object.namespace()) else {
            continue;
        };
        for rule in spec.effective_rules() {
            let peers: Vec<Peer<'_>> = rule.peers.iter().collect();
            for (first, second) in peers.iter().zip(peers.iter().skip(1)) {
                if is_one_torn_apart(facts.references(), namespace, *first, *second) {
                    let message =
                        format!("`{}` names a namespace and its pods as two peers", object.name());
                    out.report(object, second.pod_selector(), message).label(
                        object,
                        first.namespace_selector(),
                        "every pod of these namespaces is a peer",
                    );
                }
            }
        }
    }
}

/// A namespace and then pods, which are in that namespace and not in the one of the policy.
fn is_one_torn_apart<'a>(
    references: &References<'a>,
    namespace: &'a str,
    first: Peer<'a>,
    second: Peer<'a>,
) -> bool {
    let Some(pods) = second.pod_selector().get().filter(|pods| !pods.is_empty()) else {
        return false;
    };
    let is_chosen = |workload: &Workload<'_>| pods.matches(&workload.labels()) == Some(true);
    first.namespace_selector().is_set()
        && first.pod_selector().is_absent()
        && second.namespace_selector().is_absent()
        && references.surely_chosen(namespace, second).is_empty()
        && references.surely_chosen(namespace, first).iter().any(is_chosen)
}

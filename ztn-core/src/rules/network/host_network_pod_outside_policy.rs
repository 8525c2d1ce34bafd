//! `host-network-pod-outside-policy`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-network-pod-outside-policy",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a policy selects a pod of the node's network, where it has no effect",
    why: "Policies are for the network of pods. A pod that shares its node's network is let \
          through whatever they say, and everybody who reads the policy believes it closed.",
    remedy: "Give the pod a network of its own, or limit it by a policy for hosts: Calico's \
          HostEndpoint, Cilium's host firewall.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        // One for every pod of the namespace is not about this one.
        let selector = policy.spec().then(|spec| spec.pod_selector()).get();
        let selector = selector.filter(|selector| !selector.is_empty());
        let (Some(selector), Some(namespace)) = (selector, object.namespace()) else {
            continue;
        };
        let selected = facts.references().selected(namespace, selector).unwrap_or_default();
        for workload in selected.iter().filter(|workload| workload.host_network().is_true()) {
            let pod = workload.object();
            let message = format!(
                "`{}` has no effect on `{}`, a pod of the node's network",
                object.name(),
                pod.name()
            );
            out.report(object, selector.node(), message).label(
                pod,
                workload.host_network(),
                "it shares the network of its node",
            );
        }
    }
}

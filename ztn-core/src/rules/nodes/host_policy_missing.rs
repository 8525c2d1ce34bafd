//! `host-policy-missing`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::model::cilium::specs_of;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-policy-missing",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "the network plugin has policies for hosts, and none is there",
    why: "Policies for pods do not close the nodes: whoever takes over a pod of a node's network, or \
          stands beside the nodes, reaches the kubelet and whatever else listens there.",
    remedy: "Write a CiliumClusterwideNetworkPolicy with a `nodeSelector`, or HostEndpoints and a \
             GlobalNetworkPolicy for them.",
    exceptions: "Nodes behind a firewall of their own.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // Those of a provider stand behind its firewall; elsewhere there may be the policy.
    if !facts.sees_everything() || facts.options.assume.provider.is_some() {
        return;
    }
    let of = |kinds: [Kind; 2]| facts.cluster.of_kinds(kinds);
    let mut cilium = of([Kind::CiliumClusterwideNetworkPolicy, Kind::CiliumNetworkPolicy]);
    let mut calico = of([Kind::CalicoGlobalNetworkPolicy, Kind::CalicoNetworkPolicy]);
    let is_for_nodes = facts
        .cluster
        .of_kind(Kind::CiliumClusterwideNetworkPolicy)
        .flat_map(specs_of)
        .any(|spec| !spec.node_selector().is_absent());
    if is_for_nodes || facts.cluster.count(Kind::CalicoHostEndpoint) > 0 {
        return;
    }
    if let Some(policy) = cilium.next().or_else(|| calico.next()) {
        let message =
            format!("pods have policies such as `{}`, and nodes have none", policy.name());
        out.report(policy, policy.name_node(), message);
    }
}

//! `cluster-baseline-deny-missing`

use crate::engine::network::Direction;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::model::namespace::is_system_namespace;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cluster-baseline-deny-missing",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Low,
    summary: "policies of the cluster are used, and none denies what nothing allows",
    why: "What no policy is about passes: whoever takes over any pod reaches the namespaces whose \
          owners wrote no policy of their own, while the cluster looks governed.",
    remedy: "Add a ClusterNetworkPolicy of tier `Baseline` that denies ingress from every namespace: \
             policies of namespaces and of tier `Admin` go before it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::cis("5.3.2"), Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // In what is not seen there may be the one.
    if !facts.sees_everything() {
        return;
    }
    let kinds = [Kind::ClusterNetworkPolicy, Kind::AdminNetworkPolicy];
    let mut policies = facts.cluster.of_kinds(kinds);
    let Some(policy) = policies.next() else {
        return;
    };
    let is_open =
        |namespace| facts.network().has_default(namespace, Direction::Ingress) == Some(false);
    let mut open = facts.references().populated().filter(|(namespace, _, workloads)| {
        let mut pods = workloads.iter().filter(|workload| !workload.host_network().is_true());
        !is_system_namespace(namespace) && pods.next().is_some() && is_open(namespace)
    });
    if let Some((namespace, object, _)) = open.next() {
        let message = format!("no policy of the cluster closes namespace `{namespace}` by default");
        let finding = out.report(policy, policy.name_node(), message);
        if let Some(object) = object {
            finding.label(object, object.name_node(), "nothing denies connections to its next pod");
        }
    }
}

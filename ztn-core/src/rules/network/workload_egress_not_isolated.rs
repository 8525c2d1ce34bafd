//! `workload-egress-not-isolated`

use crate::engine::Known;
use crate::engine::network::Direction;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "workload-egress-not-isolated",
    practice: Practice::Network,
    breaks: &[Part::IsolatedEgress],
    severity: Severity::High,
    summary: "no policy limits whom a workload may connect to",
    why: "Whoever takes the workload over carries data to any host, fetches further tools, and \
          tries every other pod, node and metadata service in reach.",
    remedy: "Select every pod of the namespace by a NetworkPolicy of type Egress without rules, then \
          allow DNS and one rule for each destination.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.2"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1041"),
        Ref::kubescape("C-0030"),
        Ref::kube_score("pod-networkpolicy"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // What could not be read may be the policy.
    if !facts.all_read {
        return;
    }
    for workload in facts.cluster.workloads().filter(|workload| !workload.host_network().is_true())
    {
        if let Known::No(witness) = facts.network().isolated(workload, Direction::Egress) {
            let object = workload.object();
            let message = format!("`{}` may connect to everybody", object.name());
            let finding = out.report(object, object.name_node(), message).because(&witness);
            if workload.is_in_kube_system() {
                finding.exposure("a workload of the cluster itself, in `kube-system`");
            }
        }
    }
}

//! `egress-dns-blocked`

use crate::engine::Known;
use crate::engine::network::Direction;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "egress-dns-blocked",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a workload may connect to others, and ask no name server for them",
    why: "No name resolves, so that nothing of what was allowed works, and the usual answer to that \
          is a policy that allows everything.",
    remedy: "Allow port 53 of UDP and TCP to the pods of the cluster's DNS: those labelled \
             `k8s-app: kube-dns` in `kube-system`.",
    exceptions: "Workloads that are told the addresses of the pods they connect to.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // A policy elsewhere, or in what could not be read, may allow it.
    if !facts.sees_everything() {
        return;
    }
    let network = facts.network();
    for index in network.cut_off_from_names() {
        let Some(member) = network.member(index) else {
            continue;
        };
        if let Known::Yes(witness) = network.isolated(member.workload, Direction::Egress) {
            let object = member.workload.object();
            let message = format!("`{}` may ask no name server", object.name());
            out.report(object, object.name_node(), message).because(&witness);
        }
    }
}

//! `node-api-reachable`

use crate::engine::network::{Beyond, Direction, PortSet, Ports, Protocol};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "node-api-reachable",
    practice: Practice::Nodes,
    breaks: &[Part::NodeSegmentation],
    severity: Severity::Medium,
    summary: "a policy lets workloads connect to the kubelet or etcd of a node",
    why: "The kubelet runs commands in every pod of its node and etcd holds the whole cluster: both \
          are one leaked certificate, or one flaw, away from whoever reaches their ports.",
    remedy: "Leave the addresses of the nodes out of the blocks that policies allow, by `except`.",
    exceptions: "Monitoring that reads the kubelet's metrics.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

/// What listens on nodes for the control plane alone.
/// <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>
const APIS: [(u16, &str); 4] = [
    (10250, "the kubelet"),
    (10255, "the kubelet's read-only port"),
    (2379, "etcd"),
    (2380, "etcd's peers"),
];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let wanted = PortSet::of(APIS.map(|(port, _)| Ports::one(Protocol::Tcp, port)));
    for opening in network.openings(Direction::Egress, Beyond::Node, &wanted) {
        let first = opening.members.first();
        let Some(member) = first.and_then(|index| network.member(*index)) else {
            continue;
        };
        let open = APIS.iter().find(|(port, _)| opening.ports.holds(Protocol::Tcp, *port));
        let Some((port, api)) = open else {
            continue;
        };
        let workload = member.workload.object();
        let (policy, name) = (opening.object.name(), workload.name());
        let message = format!("`{policy}` lets `{name}` connect to {api} of a node, port {port}");
        out.report_at(opening.object.id(), opening.because.place, message).label(
            workload,
            workload.name_node(),
            "it may connect to the nodes",
        );
    }
}

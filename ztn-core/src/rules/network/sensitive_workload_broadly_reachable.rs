//! `sensitive-workload-broadly-reachable`

use std::collections::HashSet;

use crate::engine::Witness;
use crate::engine::network::{Beyond, Direction, PortSet, Ports, Protocol};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "sensitive-workload-broadly-reachable",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::High,
    summary: "a policy opens a data store or a console to whoever is there",
    why: "A password is then all that stands between any pod that is taken over and the data or the \
          console, and such programs have come with none, or with flaws before it is asked.",
    remedy: "Name the workloads that use it, by their labels and their namespace, as the peers of the \
             policy.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("3"),
        Ref::attack("T1210"),
        Ref::kubescape("C-0021"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let mut told = HashSet::new();
    for (beyond, who) in [(Beyond::Everybody, "everybody"), (Beyond::AnyPod, "every pod")] {
        let every = PortSet::of([Ports::every(Protocol::Tcp)]);
        for opening in network.openings(Direction::Ingress, beyond, &every) {
            let members = opening.members.iter();
            for member in members.filter_map(|index| network.member(*index)) {
                let Some(program) = member.workload.sensitive_program() else {
                    continue;
                };
                let mut ports = program.ports.iter();
                let open = ports.find(|port| opening.ports.holds(Protocol::Tcp, **port));
                let object = member.workload.object();
                let Some(port) = open.filter(|_| told.insert(object.id())) else {
                    continue;
                };
                let message = format!(
                    "`{}` ({}) takes connections from {who} on port {port}",
                    object.name(),
                    program.name
                );
                let text = "a policy names no peer for it".to_owned();
                let because = vec![opening.because.clone()];
                out.report(object, object.name_node(), message).because(&Witness { text, because });
            }
        }
    }
}

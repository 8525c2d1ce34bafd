//! `egress-dns-unrestricted`

use crate::engine::network::{Beyond, Direction, PortSet, Ports, Protocol};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "egress-dns-unrestricted",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy lets workloads ask any name server there is",
    why: "Whoever takes the workload over asks a name server of his own, and carries data out and \
          orders in with the questions and answers: port 53 to everywhere is a way out that \
          nobody watches.",
    remedy: "Name the pods of the cluster's DNS as the peer: those labelled `k8s-app: kube-dns` in \
             `kube-system`.",
    exceptions: "The cluster's own name servers, which ask others.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1071.004")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let dns = PortSet::of([Protocol::Udp, Protocol::Tcp].map(|of| Ports::one(of, 53)));
    // Where every port is open, that is the finding.
    for opening in network.openings(Direction::Egress, Beyond::Everybody, &dns) {
        if opening.every_port {
            continue;
        }
        let members = opening.members.iter();
        let members = members.filter_map(|index| network.member(*index));
        let asking = members.filter(|member| !member.is_name_server());
        let Some(workload) = asking.map(|member| member.workload.object()).next() else {
            continue;
        };
        let name = opening.object.name();
        let message = format!("`{name}` lets `{}` ask any name server", workload.name());
        let place = opening.because.place;
        out.report_at(opening.object.id(), place, message).label(
            workload,
            workload.name_node(),
            "it may connect to port 53 of any address",
        );
    }
}

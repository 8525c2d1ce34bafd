//! `sensitive-interface-exposed`

use std::collections::HashSet;

use crate::engine::network::{FrontKind, PortSet, Ports, Protocol};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "sensitive-interface-exposed",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a data store or a console is open to whoever reaches the nodes or a load balancer",
    why: "Scanners find such ports within hours, and the programs behind them give away data or run \
          commands for whoever guesses a password, or without any.",
    remedy: "Make the Service a `ClusterIP`, and put a gateway with authentication of its own in front \
             of what people open.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::Services],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("3"),
        Ref::attack("T1133"),
        Ref::kubescape("C-0021"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let mut told = HashSet::new();
    for front in network.fronts() {
        let by = match front.kind {
            FrontKind::LoadBalancer if front.is_open() => "a load balancer",
            FrontKind::NodePort => "a port of every node",
            FrontKind::ExternalIps => "addresses of the nodes",
            _ => continue,
        };
        let Some(member) = network.member(front.member) else {
            continue;
        };
        let Some(program) = member.workload.sensitive_program() else {
            continue;
        };
        let given = PortSet::of(program.ports.iter().map(|port| Ports::one(Protocol::Tcp, *port)));
        let admitted = network.admitted_of_anybody(front).and(&given);
        let Some(port) = admitted.ports().next().filter(|_| told.insert(front.object.id())) else {
            continue;
        };
        let (service, workload) = (front.object.name(), member.workload.object());
        let message = format!("`{service}` opens port {} of {} by {by}", port.from, program.name);
        let runs = format!("it runs {}", program.name);
        out.report(front.object, front.node(), message).label(workload, workload.name_node(), runs);
    }
}

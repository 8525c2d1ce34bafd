//! `exposed-workload-unrestricted`

use std::collections::{HashMap, HashSet};

use crate::engine::network::{Beyond, Direction, Front, PortSet};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "exposed-workload-unrestricted",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a workload behind an ingress controller takes connections from others as well",
    why: "What the controller checks, TLS, authentication, limits, is passed by whoever connects to \
          the pods directly: any other pod of the cluster may, once it is taken over.",
    remedy: "Name the ingress controller's pods and their namespace as the one peer of the policy, or the \
             addresses it connects from where it has no pods: as a load balancer of the cloud, or on the \
             nodes' network.",
    exceptions: "Workloads that other pods call, too; those callers are named beside the controller.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies, Evidence::Services],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1190")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let mut behind: HashMap<u32, Option<&Front<'_>>> = HashMap::new();
    for front in network.fronts() {
        // Whoever is also reached without a controller has to take connections from everybody.
        let by_controller = front.kind.has_controller().then_some(front);
        let first = behind.entry(front.member).or_insert(by_controller);
        *first = first.and(by_controller).and(*first);
    }
    let controllers = network.controllers();
    let mut told = HashSet::new();
    for (beyond, who) in [(Beyond::Everybody, "everybody"), (Beyond::AnyPod, "every pod")] {
        for opening in network.openings(Direction::Ingress, beyond, &PortSet::all()) {
            let exposed = opening.members.iter().find_map(|member| {
                let front = behind.get(member).copied().flatten()?;
                // The controller is passed by only on the ports that it leads to.
                let is_passed = !opening.ports.and(&front.ports).is_empty();
                // Who comes from addresses is let in by them.
                let is_its_way = opening.by_address && controllers.connect_from_addresses(front);
                (is_passed && !is_its_way).then_some(())?;
                Some((front, network.member(*member)?.workload.object()))
            });
            let place = opening.because.place;
            let Some((front, workload)) = exposed.filter(|_| told.insert((place.doc, place.node)))
            else {
                continue;
            };
            let (policy, name) = (opening.object.name(), workload.name());
            let message =
                format!("`{policy}` lets {who} in to `{name}`, behind an ingress controller");
            let text = format!("`{}` leads to `{name}` by the controller", front.object.name());
            out.report_at(opening.object.id(), place, message)
                .label(front.object, front.node(), text)
                .implied_if(opening.every_port, "policy-allows-all-ingress");
        }
    }
}

//! `metadata-service-reachable`

use crate::engine::network::{Direction, Effect, Peer, PortSet, Ports, Protocol};
use crate::engine::{Known, Witness};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::network_policy::METADATA_SERVICES;
use crate::model::{Address, AddressRange};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "metadata-service-reachable",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::High,
    summary: "a workload reaches the metadata service of its cloud",
    why: "One request forged through a flaw in the workload gives the credentials of the node, and \
          with them what the cloud account allows: registries, disks, other machines.",
    remedy: "Leave the address out of the blocks that policies allow, or put a proxy in front that \
             knows which pod asks.",
    exceptions: "Workloads that need an identity of the cloud; those have a block of that one \
          address.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::attack("T1552.005"), Ref::kubescape("C-0052")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let services: Vec<(&str, Address)> = METADATA_SERVICES
        .into_iter()
        .filter(|service| !OF_ONE_CLOUD.contains(service))
        .filter_map(|service| Some((service, Address::parse(service)?)))
        .collect();
    for (member, index) in network.members().iter().zip(0..) {
        // Where nothing limits it, that is the finding.
        let isolated = network.isolated(member.workload, Direction::Egress);
        let on_node = member.workload.host_network().is_true();
        if on_node || !matches!(isolated, Known::Yes(_)) {
            continue;
        }
        let outside = |address| Peer::Outside(AddressRange::one(address));
        let allowed = |address| {
            network.reach(Peer::Workload(index), outside(address)).must.holds(Protocol::Tcp, 80)
        };
        // A block of the one address is meant.
        let neighbour = |address: Address| Address { bits: address.bits ^ 1, ..address };
        let reached =
            services.iter().find(|(_, address)| allowed(*address) && allowed(neighbour(*address)));
        if let Some(&(service, address)) = reached {
            let object = member.workload.object();
            let message = format!("`{}` reaches {service}, port 80", object.name());
            let http = PortSet::of([Ports::one(Protocol::Tcp, 80)]);
            let why = network.why(Peer::Workload(index), outside(address), &http);
            let allows = why.into_iter().filter(|step| step.effect == Effect::Allows);
            let because = allows.map(|step| step.because).collect();
            let text = "a policy allows a block that holds it".to_owned();
            out.report(object, object.name_node(), message).because(&Witness { text, because });
        }
    }
}

/// Azure's wire server and Alibaba's service: elsewhere the addresses are of somebody else.
const OF_ONE_CLOUD: [&str; 2] = ["168.63.129.16", "100.100.100.200"];

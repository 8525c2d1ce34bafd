//! Who reaches the etcd of the control plane over the network: what policies for nodes leave open, and which Services
//! lead to it.

use super::control_plane::{Component, ControlPlane, Server};
use super::network::{Direction, Network, PortSet, Ports, Protocol, Reach, service_targets};
use super::references::References;
use super::{Known, Unknown, Why, Witness};
use crate::model::{Address, Object, Workload, workloads};

/// Where etcd listens for its clients and for its other members.
/// <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>
const PORTS: [u16; 2] = [2379, 2380];

/// What policies for nodes say of the ports of an etcd.
pub enum Guard {
    /// They close them to every pod, and to addresses outside: what says so.
    Closed(Witness),
    /// They leave one open to every pod.
    Open(u16, Witness),
    /// They leave one open to a workload, by its index among the network's members.
    OpenTo(u32, u16, Witness),
    /// The input does not tell. That no policy is there tells nothing: a firewall may be.
    Unknown(Unknown),
}

/// The pods of the control plane that run etcd, each with how it is started. An application's own etcd is none.
pub fn of_control_plane<'s, 'a>(
    plane: &'s ControlPlane<'a>,
) -> impl Iterator<Item = (&'s Server<'a>, Workload<'a>)> {
    let pods = |server: &'s Server<'a>| {
        let own = workloads(server.object).filter(|workload| workload.host_network().is_true());
        own.map(move |workload| (server, workload))
    };
    plane.servers(Component::Etcd).flat_map(pods)
}

/// What policies for nodes say of the ports of this etcd.
#[must_use]
pub fn guard<'a>(network: &Network<'a>, etcd: Workload<'a>) -> Guard {
    let witness = match network.node_isolated(etcd, Direction::Ingress) {
        Known::Yes(witness) => witness,
        Known::Unknown(unknown) => return Guard::Unknown(unknown),
        Known::No(_) => {
            return not_told("no policy is about its node, and a firewall is not in the input");
        }
    };
    let wanted = PortSet::of(PORTS.map(|port| Ports::one(Protocol::Tcp, port)));
    let open = |reach: &Reach| {
        let must = reach.must.and(&wanted);
        PORTS.into_iter().find(|port| must.holds(Protocol::Tcp, *port))
    };
    let stranger = network.takes_from_stranger(etcd);
    if let Some(port) = open(&stranger) {
        return Guard::Open(port, witness);
    }
    let mut unsure = !stranger.may.and(&wanted).is_empty();
    for (index, member) in network.members().iter().enumerate() {
        if member.workload.host_network().is_true() {
            continue;
        }
        let index = crate::span::to_u32(index);
        let reach = network.takes_from_member(etcd, index);
        if let Some(port) = open(&reach) {
            return Guard::OpenTo(index, port, witness);
        }
        unsure |= !reach.may.and(&wanted).is_empty();
    }
    // An address that documents may name, and nobody has.
    let outside = Address::parse("203.0.113.1").map(|from| network.takes_from_address(etcd, from));
    if unsure || outside.is_none_or(|reach| !reach.may.and(&wanted).is_empty()) {
        return not_told("whether policies close its ports depends on what is not in the input");
    }
    Guard::Closed(witness)
}

fn not_told(what: &str) -> Guard {
    Guard::Unknown(Unknown { why: Why::NotUnderstood(what.to_owned()), settled_by: None })
}

/// A Service that leads to an etcd of the control plane.
#[derive(Clone, Copy)]
pub struct Leads<'a> {
    /// The Service.
    pub service: Object<'a>,
    /// The pod of etcd.
    pub etcd: Object<'a>,
    /// The port of etcd that it leads to.
    pub port: u16,
    /// Can it be reached from outside the cluster?
    pub is_outside: bool,
}

/// The Services that lead to the ports of etcd. Those that lead to its metrics are none.
#[must_use]
pub fn services<'a>(plane: &ControlPlane<'a>, references: &References<'a>) -> Vec<Leads<'a>> {
    let mut found = Vec::new();
    for (_, etcd) in of_control_plane(plane) {
        for (service, spec) in references.services(etcd.namespace()) {
            if !spec.selects(&etcd.labels()) {
                continue;
            }
            let targets = spec.ports().iter().flat_map(|port| service_targets(etcd, port));
            let targets = PortSet::of(targets);
            let port = PORTS.into_iter().find(|port| targets.holds(Protocol::Tcp, *port));
            let Some(port) = port else { continue };
            let type_ = spec.type_().or("ClusterIP");
            let is_outside = matches!(type_, "NodePort" | "LoadBalancer")
                || spec.external_ips().iter().next().is_some();
            found.push(Leads { service, etcd: etcd.object(), port, is_outside });
        }
    }
    // The members of etcd are behind the same Service.
    found.sort_by_key(|one| one.service.id());
    found.dedup_by_key(|one| one.service.id());
    found
}

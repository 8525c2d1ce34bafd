//! What Calico's policies do to hosts: pods of the node's network, and traffic that nodes forward.
//!
//! <https://docs.tigera.io/calico/latest/reference/host-endpoints/>

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::engine::network::dialects::calico_others::Chosen;
use crate::engine::network::dialects::compile::{Compiler, doubt, named};
use crate::engine::network::policy::{
    Action, Blocks, Decides, Group, Peer, Peers, Policy, Rule, RulePorts, Side, Subject, Who,
};
use crate::engine::network::ports::{PortSet, Ports, Protocol};
use crate::engine::network::selector::{Expr, Tri};
use crate::model::calico::{CalicoSpec, FelixConfiguration, FelixConfigurationSpec, FelixPort};
use crate::model::{AddressRange, Field, List, Object, ObjectId, Place};

/// Ports that no policy on a host can close, where nobody says which: SSH, DHCP, BGP, etcd, Typha and the API
/// server, and for what goes out DNS.
const IN: [(Protocol, u16); 9] = [
    (Protocol::Tcp, 22),
    (Protocol::Udp, 68),
    (Protocol::Tcp, 179),
    (Protocol::Tcp, 2379),
    (Protocol::Tcp, 2380),
    (Protocol::Tcp, 5473),
    (Protocol::Tcp, 6443),
    (Protocol::Tcp, 6666),
    (Protocol::Tcp, 6667),
];
const OUT: [(Protocol, u16); 9] = [
    (Protocol::Udp, 53),
    (Protocol::Udp, 67),
    (Protocol::Tcp, 179),
    (Protocol::Tcp, 2379),
    (Protocol::Tcp, 2380),
    (Protocol::Tcp, 5473),
    (Protocol::Tcp, 6443),
    (Protocol::Tcp, 6666),
    (Protocol::Tcp, 6667),
];

/// A field of Felix' settings with the ports that stay open.
type PortsOf = for<'a> fn(FelixConfigurationSpec<'a>) -> Field<'a, List<'a, FelixPort<'a>>>;
/// Those by default, and the field that says otherwise.
type Failsafe = (&'static [(Protocol, u16)], PortsOf);
const INBOUND: Failsafe = (&IN, |spec| spec.failsafe_inbound_host_ports());
const OUTBOUND: Failsafe = (&OUT, |spec| spec.failsafe_outbound_host_ports());

/// A policy for hosts, where it can be told what it does to them.
pub(in crate::engine::network) fn on_hosts(
    mut policy: Policy<'_>,
    is_about_packets: bool,
) -> Policy<'_> {
    let doubt = if is_about_packets {
        Some("acts on packets, not on connections")
    } else if policy.rules().any(|rule| rule.only.is_some()) {
        Some("has rules for some of its endpoints alone")
    } else {
        None
    };
    let doubt = doubt.map(|doubt| format!("{} {doubt}", named(policy.object)));
    policy.doubt = policy.doubt.or(doubt);
    policy
}

/// That a policy on hosts may stop what they forward between pods and addresses outside.
pub(in crate::engine::network) fn on_the_way<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    spec: CalicoSpec<'a>,
    tier: u32,
) -> Policy<'a> {
    let place = Place::of(object, spec.apply_on_forward());
    let side = |applies: bool| {
        let peer = Peer { who: Who::Group(Group::OUTSIDE), place };
        let rule = Rule::of(Action::Deny, Peers::AnyOf(vec![peer]), RulePorts::ALL, place);
        Side { applies, isolates: false, rules: vec![rule] }
    };
    let (ingress, egress) = spec.affects();
    Policy {
        object,
        over: None,
        tier,
        order: 0,
        subject: Subject::Pods(compiler.expr(Expr::EVERYTHING)),
        place,
        doubt: Some(format!("{} acts on what nodes forward", named(object))),
        ingress: side(ingress),
        egress: side(egress),
    }
}

/// What passes whatever policies say, in a tier before all others.
pub(in crate::engine::network) fn failsafe(compiler: &mut Compiler<'_>) {
    let others = Rc::clone(&compiler.others);
    // Nodes with the same settings are under one policy, so that they can share all that follows.
    let mut alike: BTreeMap<[Option<ObjectId>; 2], Chosen> = BTreeMap::new();
    let settings = settings(compiler);
    for (host, number) in others.hosts() {
        let of_node = settings.get(&format!("node.{}", host.node.unwrap_or_default()));
        let said_by = |ports: PortsOf| {
            let mut settings = [of_node, settings.get("default")].into_iter().flatten();
            let said = settings.find(|(_, config)| config.spec().then(ports).is_set());
            said.map(|(object, _)| object.id())
        };
        let is = if doubt(compiler, host.object).is_some() { Tri::Maybe } else { Tri::Yes };
        alike.entry([said_by(INBOUND.1), said_by(OUTBOUND.1)]).or_default().push((number, is));
    }
    if alike.is_empty() {
        return;
    }
    let tier = compiler.tier("failsafe", Decides::InOrder);
    for (order, ([inbound, outbound], hosts)) in (0..).zip(alike) {
        let Some(object) = others.first_of(&hosts) else { continue };
        let ingress = open_ports(compiler, object, inbound, INBOUND);
        let egress = open_ports(compiler, object, outbound, OUTBOUND);
        let side = |rules| Side { applies: true, isolates: false, rules };
        let policy = on_all(object, hosts, (tier, order), [side(ingress), side(egress)]);
        compiler.policies.push(policy);
    }
}

/// What becomes of traffic that no policy decides, in a tier after all others: it is denied, unless a profile
/// lets it pass, or may.
pub(in crate::engine::network) fn undecided(compiler: &mut Compiler<'_>) {
    let others = Rc::clone(&compiler.others);
    let mut hosts = Chosen::new();
    for (host, number) in others.hosts() {
        let is_doubted = doubt(compiler, host.object).is_some();
        match host.passes {
            Tri::Yes => {}
            Tri::No if !is_doubted => hosts.push((number, Tri::Yes)),
            Tri::No | Tri::Maybe => hosts.push((number, Tri::Maybe)),
        }
    }
    if let Some(object) = others.first_of(&hosts) {
        let tier = compiler.tier("host endpoints", Decides::InOrderOrDeny);
        let side = || Side { applies: true, isolates: true, rules: Vec::new() };
        compiler.policies.push(on_all(object, hosts, (tier, 0), [side(), side()]));
    }
}

/// A policy that hosts have by themselves. It stands for each of them, though it has the place of the first.
fn on_all<'a>(
    object: Object<'a>,
    hosts: Chosen,
    (tier, order): (u32, u32),
    [ingress, egress]: [Side; 2],
) -> Policy<'a> {
    Policy {
        object,
        over: None,
        tier,
        order,
        subject: Subject::Hosts(hosts),
        place: Place::of(object, object.name_node()),
        doubt: None,
        ingress,
        egress,
    }
}

/// The settings of Calico's agents, by name.
fn settings<'a>(compiler: &Compiler<'a>) -> HashMap<String, (Object<'a>, FelixConfiguration<'a>)> {
    let all = compiler.cluster.all::<FelixConfiguration<'_>>();
    all.map(|(object, config)| (object.name().to_owned(), (object, config))).collect()
}

/// A rule for each port that stays open, as the settings `said_by` say, or by default.
fn open_ports<'a>(
    compiler: &mut Compiler<'a>,
    host: Object<'a>,
    said_by: Option<ObjectId>,
    (default, ports): Failsafe,
) -> Vec<Rule> {
    let object = said_by.and_then(|id| compiler.cluster.object(id));
    let config = object.and_then(|object| Some((object, object.view::<FelixConfiguration<'a>>()?)));
    let Some((object, config)) = config else {
        let set = PortSet::of(default.iter().map(|(of, port)| Ports::one(*of, *port)));
        let ports = RulePorts::fixed(compiler.sets.id(set));
        let place = Place::of(host, host.name_node());
        return vec![Rule::of(Action::Allow, Peers::Everyone, ports, place)];
    };
    let rule = |(port, number): (FelixPort<'a>, u32)| {
        let protocol = Protocol::from_name(port.protocol().or("tcp"))?;
        let open = u16::try_from(port.port().get()?).ok()?;
        let ports = RulePorts::fixed(compiler.sets.id(PortSet::of([Ports::one(protocol, open)])));
        let place = Place::of(object, port.node());
        let peers = match port.net().get() {
            None => Peers::Everyone,
            Some(net) => {
                let ranges = AddressRange::parse_with_address(net).into_iter().collect();
                let who = Who::Blocks(Blocks { ranges, hold_pods: true, ..Blocks::every() });
                Peers::AnyOf(vec![Peer { who, place }])
            }
        };
        Some(Rule { number, ..Rule::of(Action::Allow, peers, ports, place) })
    };
    config.spec().then(ports).iter().zip(1..).filter_map(rule).collect()
}

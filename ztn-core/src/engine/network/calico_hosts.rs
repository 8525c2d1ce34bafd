//! What Calico's policies do to hosts: pods of the node's network, and traffic that nodes forward.
//!
//! <https://docs.tigera.io/calico/latest/reference/host-endpoints/>

use std::rc::Rc;

use super::compile::{Compiler, doubt, named};
use super::policy::{
    Action, Blocks, Decides, Group, Peer, Peers, Policy, Rule, RulePorts, Side, Subject, Who,
};
use super::ports::{PortSet, Ports, Protocol};
use super::selector::{Expr, Tri};
use crate::model::calico::{CalicoSpec, FelixConfiguration, FelixConfigurationSpec, FelixPort};
use crate::model::{AddressRange, Field, List, Object, Place};

/// Ports that no policy on a host can close, where nobody says which: SSH, DHCP, BGP, etcd, Typha and the API
/// server, and for what goes out DNS.
const INBOUND: [(Protocol, u16); 9] = [
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
const OUTBOUND: [(Protocol, u16); 9] = [
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

/// The profile that lets everything pass.
const ALLOWS_ALL: &str = "projectcalico-default-allow";

/// A policy for hosts, where it can be told what it does to them.
pub(super) fn on_hosts(mut policy: Policy<'_>, is_about_packets: bool) -> Policy<'_> {
    let sides = policy.ingress.rules.iter().chain(&policy.egress.rules);
    let doubt = if is_about_packets {
        Some("acts on packets, not on connections")
    } else if sides.into_iter().any(|rule| rule.only.is_some()) {
        Some("has rules for some of its endpoints alone")
    } else {
        None
    };
    let doubt = doubt.map(|doubt| format!("{} {doubt}", named(policy.object)));
    policy.doubt = policy.doubt.or(doubt);
    policy
}

/// That a policy on hosts may stop what they forward between pods and addresses outside.
pub(super) fn on_the_way<'a>(
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
pub(super) fn failsafe<'a>(compiler: &mut Compiler<'a>) {
    let others = Rc::clone(&compiler.others);
    if others.hosts().next().is_none() {
        return;
    }
    let tier = compiler.tier("failsafe", Decides::InOrder);
    for (host, number) in others.hosts() {
        let node = host.spec.node_name().or("");
        let mut side = |ports: fn(FelixConfigurationSpec<'a>) -> FelixPorts<'a>, default| Side {
            applies: true,
            isolates: false,
            rules: open_ports(compiler, host.object, node, ports, default),
        };
        let ingress = side(FelixConfigurationSpec::failsafe_inbound_host_ports, &INBOUND);
        let egress = side(FelixConfigurationSpec::failsafe_outbound_host_ports, &OUTBOUND);
        let policy = on_one(compiler, host.object, number, tier, [ingress, egress]);
        compiler.policies.push(policy);
    }
}

/// What becomes of traffic that no policy decides, in a tier after all others: it is denied, unless a profile
/// lets it pass.
pub(super) fn undecided(compiler: &mut Compiler<'_>) {
    let others = Rc::clone(&compiler.others);
    if others.hosts().next().is_none() {
        return;
    }
    let tier = compiler.tier("host endpoints", Decides::InOrderOrDeny);
    for (host, number) in others.hosts() {
        let profiles = host.spec.profiles();
        if profiles.iter().any(|profile| profile == ALLOWS_ALL) {
            continue;
        }
        let side = || Side { applies: true, isolates: true, rules: Vec::new() };
        let mut policy = on_one(compiler, host.object, number, tier, [side(), side()]);
        if !profiles.is_empty() && policy.doubt.is_none() {
            let name = named(host.object);
            policy.doubt = Some(format!("the profiles of {name} may let traffic pass"));
        }
        compiler.policies.push(policy);
    }
}

fn on_one<'a>(
    compiler: &Compiler<'a>,
    object: Object<'a>,
    number: u32,
    tier: u32,
    [ingress, egress]: [Side; 2],
) -> Policy<'a> {
    Policy {
        object,
        over: None,
        tier,
        order: number,
        subject: Subject::Hosts(vec![(number, Tri::Yes)]),
        place: Place::of(object, object.name_node()),
        doubt: doubt(compiler, object),
        ingress,
        egress,
    }
}

type FelixPorts<'a> = Field<'a, List<'a, FelixPort<'a>>>;

/// A rule for each port that stays open on a node: as its own configuration says, else that of all nodes, else
/// `default`.
fn open_ports<'a>(
    compiler: &mut Compiler<'a>,
    host: Object<'a>,
    node: &str,
    ports: fn(FelixConfigurationSpec<'a>) -> FelixPorts<'a>,
    default: &[(Protocol, u16)],
) -> Vec<Rule> {
    let own = format!("node.{node}");
    let named = |name: &str| {
        let mut all = compiler.cluster.all::<FelixConfiguration<'_>>();
        let (object, config) = all.find(|(object, _)| object.name() == name)?;
        Some((object, config.spec().then(ports))).filter(|(_, ports)| ports.is_set())
    };
    let Some((object, written)) = named(&own).or_else(|| named("default")) else {
        let set = PortSet::of(default.iter().map(|(of, port)| Ports::one(*of, *port)));
        let ports = RulePorts::fixed(compiler.sets.id(set));
        let place = Place::of(host, host.name_node());
        return vec![Rule::of(Action::Allow, Peers::Everyone, ports, place)];
    };
    let rule = |port: FelixPort<'a>| {
        let protocol = Protocol::from_name(port.protocol().or("tcp"))?;
        let number = u16::try_from(port.port().get()?).ok()?;
        let ports = RulePorts::fixed(compiler.sets.id(PortSet::of([Ports::one(protocol, number)])));
        let place = Place::of(object, port.node());
        let peers = match port.net().get() {
            None => Peers::Everyone,
            Some(net) => {
                let ranges = AddressRange::parse_with_address(net).into_iter().collect();
                let who = Who::Blocks(Blocks { ranges, hold_pods: true, ..Blocks::every() });
                Peers::AnyOf(vec![Peer { who, place }])
            }
        };
        Some(Rule::of(Action::Allow, peers, ports, place))
    };
    written.iter().filter_map(rule).collect()
}

//! Policies of the whole cluster: ClusterNetworkPolicy, AdminNetworkPolicy, BaselineAdminNetworkPolicy.
//!
//! <https://network-policy-api.sigs.k8s.io/>

use crate::engine::network::dialects::compile::{Compiler, doubt};
use crate::engine::network::policy::{
    Action, Blocks, ExprId, Group, NamedPort, Peer, Peers, Policy, Rule, RulePorts, Side, Subject,
    Who,
};
use crate::engine::network::ports::{PortSet, Ports, Protocol, SetId};
use crate::engine::network::selector::{Expr, namespace_key, of_labels, pod_key};
use crate::model::cluster_policy::{
    ClusterPeer, ClusterPolicySpec, ClusterRule, ClusterTier, NamespacedPods, ProtocolPort,
    spec_of, tier_of,
};
use crate::model::{AddressRange, Field, Kind, LabelSelector, Object, Place};

pub(in crate::engine::network) const KINDS: [Kind; 3] =
    [Kind::ClusterNetworkPolicy, Kind::AdminNetworkPolicy, Kind::BaselineAdminNetworkPolicy];

/// The order of BaselineAdminNetworkPolicy, which has no priority: after all that have one.
const LAST: u32 = 1001;

/// Compiles every policy of one of the two tiers, into `tier`.
pub(in crate::engine::network) fn compile(
    compiler: &mut Compiler<'_>,
    wanted: ClusterTier,
    tier: u32,
) {
    for object in compiler.cluster.of_kinds(KINDS) {
        if let (Some(spec), true) = (spec_of(object), tier_of(object) == Some(wanted)) {
            let policy = one(compiler, object, spec, tier);
            compiler.policies.push(policy);
        }
    }
}

/// Is there any policy of this tier?
pub(in crate::engine::network) fn any(compiler: &Compiler<'_>, wanted: ClusterTier) -> bool {
    let mut objects = compiler.cluster.of_kinds(KINDS);
    objects.any(|object| tier_of(object) == Some(wanted))
}

fn one<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    spec: ClusterPolicySpec<'a>,
    tier: u32,
) -> Policy<'a> {
    let (subject, place) = match spec.subject().get() {
        Some(subject) => {
            let place = Place::of(object, spec.subject());
            (pods(compiler, subject.namespaces(), subject.pods()), place)
        }
        None => (None, Place::of(object, object.name_node())),
    };
    let subject = subject.unwrap_or_else(|| compiler.expr(Expr::Broken));
    let side = |compiler: &mut Compiler<'a>, rules: Vec<ClusterRule<'a>>| Side {
        applies: !rules.is_empty(),
        isolates: false,
        rules: rules.into_iter().zip(1..).map(|one| rule(compiler, object, one)).collect(),
    };
    Policy {
        object,
        over: None,
        tier,
        order: spec.priority().get().and_then(|order| u32::try_from(order).ok()).unwrap_or(LAST),
        subject: Subject::Pods(subject),
        place,
        doubt: doubt(compiler, object),
        ingress: side(compiler, spec.ingress_rules().collect()),
        egress: side(compiler, spec.egress_rules().collect()),
    }
}

/// Pods by their namespaces alone, or by both; none where neither is given.
fn pods<'a>(
    compiler: &mut Compiler<'a>,
    namespaces: Field<'a, LabelSelector<'a>>,
    pods: Field<'a, NamespacedPods<'a>>,
) -> Option<ExprId> {
    let expr = match (namespaces.get(), pods.get()) {
        (Some(selector), None) => of_labels(selector, &mut compiler.names, namespace_key),
        (None, Some(pods)) => {
            // Both have to be written; a missing one is a fault, and selects everything.
            let of_namespaces =
                pods.namespace_selector().get().map_or(Expr::EVERYTHING, |selector| {
                    of_labels(selector, &mut compiler.names, namespace_key)
                });
            let of_pods = pods.pod_selector().get().map_or(Expr::EVERYTHING, |selector| {
                of_labels(selector, &mut compiler.names, pod_key)
            });
            of_namespaces.and(of_pods)
        }
        _ => return None,
    };
    Some(compiler.expr(expr))
}

fn rule<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    (rule, number): (ClusterRule<'a>, u32),
) -> Rule {
    let action = match rule.action.get() {
        Some("Accept" | "Allow") => Action::Allow,
        Some("Pass") => Action::Pass,
        _ => Action::Deny,
    };
    let place = Place::of(object, rule.node);
    let mut items = Vec::new();
    let mut unread = false;
    for (peer, node) in rule.peers.entries() {
        match who(compiler, peer) {
            Some(who) => items.push(Peer { who, place: Place::of(object, node) }),
            None => unread = true,
        }
    }
    // "If it observes no fields set, it must fail closed": what allows matches nothing, and what does not
    // allow denies everybody.
    let (action, peers, ports) = match action {
        Action::Deny | Action::Pass if unread => {
            (Action::Deny, Peers::Everyone, RulePorts::fixed(SetId::ALL))
        }
        action => (action, Peers::AnyOf(items), ports(compiler, rule)),
    };
    Rule { number, ..Rule::of(action, peers, ports, place) }
}

fn who<'a>(compiler: &mut Compiler<'a>, peer: ClusterPeer<'a>) -> Option<Who> {
    if let Some(expr) = pods(compiler, peer.namespaces(), peer.pods()) {
        return Some(Who::Pods(expr));
    }
    if let Some(selector) = peer.nodes().get() {
        let expr = of_labels(selector, &mut compiler.names, pod_key);
        return Some(Who::Nodes(compiler.expr(expr)));
    }
    if !peer.networks().is_empty() {
        // "If you allow or deny 0.0.0.0/0, that will allow or deny all IPv4 pod-to-pod traffic as well."
        return Some(Who::Blocks(Blocks {
            ranges: peer.networks().iter().filter_map(AddressRange::parse).collect(),
            except: Vec::new(),
            hold_pods: !compiler.reading.blocks_are_outside,
            hold_nodes: true,
        }));
    }
    // Which addresses a name stands for, only the cluster's resolver knows.
    (!peer.domain_names().is_empty()).then_some(Who::Group(Group::SOME_OUTSIDE))
}

fn ports<'a>(compiler: &mut Compiler<'a>, rule: ClusterRule<'a>) -> RulePorts {
    if rule.protocols.is_empty() && rule.ports.is_empty() {
        return RulePorts::fixed(SetId::ALL);
    }
    let (mut fixed, mut named) = (Vec::new(), Vec::new());
    for entry in rule.protocols.iter() {
        let of = [
            (Protocol::Tcp, entry.tcp()),
            (Protocol::Udp, entry.udp()),
            (Protocol::Sctp, entry.sctp()),
        ];
        let of = of.into_iter().filter_map(|(protocol, port)| Some((protocol, port.get()?)));
        fixed.extend(of.filter_map(|(protocol, port)| destination(protocol, port)));
        named.extend(entry.destination_named_port().get());
    }
    for entry in rule.ports.iter() {
        if let Some(port) = entry.port_number().get() {
            let protocol = Protocol::from_name(port.protocol().or("TCP"));
            let number = port.port().get();
            fixed.extend(protocol.zip(number).and_then(|(of, port)| range(of, port, port)));
        }
        if let Some(span) = entry.port_range().get() {
            let protocol = Protocol::from_name(span.protocol().or("TCP"));
            let ends = span.start().get().zip(span.end().get());
            fixed.extend(protocol.zip(ends).and_then(|(of, (from, to))| range(of, from, to)));
        }
        named.extend(entry.named_port().get());
    }
    let named = named.into_iter();
    let named = named.map(|name| NamedPort { name: compiler.names.sym(name), protocol: None });
    let named = named.collect();
    let fixed = compiler.sets.id(PortSet::of(fixed));
    RulePorts { named, ..RulePorts::fixed(fixed) }
}

/// The ports of one protocol; every one, where none is given.
fn destination(protocol: Protocol, port: ProtocolPort<'_>) -> Option<Ports> {
    let Some(port) = port.destination_port().get() else {
        return Some(Ports::every(protocol));
    };
    match (port.number().get(), port.range().get()) {
        (Some(number), None) => range(protocol, number, number),
        (None, Some(span)) => range(protocol, span.start().get()?, span.end().get()?),
        _ => None,
    }
}

fn range(protocol: Protocol, from: i64, to: i64) -> Option<Ports> {
    Some(Ports { protocol, from: u16::try_from(from).ok()?, to: u16::try_from(to).ok()? })
}

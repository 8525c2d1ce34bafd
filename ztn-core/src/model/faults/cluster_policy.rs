//! What the API server refuses of policies of the whole cluster.

use super::{Fault, is_port, of_selector, range, say};
use crate::model::cluster_policy::{
    ClusterPeer, ClusterPort, ClusterProtocol, ClusterRule, NamespacedPods, ProtocolPort, spec_of,
};
use crate::model::{Field, Kind, Object};
use crate::parse::Node;

pub(super) fn faults<'a>(object: Object<'a>, faults: &mut Vec<Fault<'a>>) {
    let Some(spec) = spec_of(object) else {
        return;
    };
    let is_new = object.kind() == Kind::ClusterNetworkPolicy;
    let priority = spec.priority();
    match priority.get() {
        Some(number) if !(0..=1000).contains(&number) => {
            say(faults, priority.node(), format!("{number} is no priority: 0 to 1000"));
        }
        None if object.kind() != Kind::BaselineAdminNetworkPolicy => {
            say(faults, spec.node(), "a policy of the cluster without `priority`");
        }
        _ => {}
    }
    let tier = spec.tier();
    if is_new && !matches!(tier.get(), Some("Admin" | "Baseline")) {
        say(faults, tier.node(), "the tier is `Admin` or `Baseline`");
    }
    if object.kind() == Kind::BaselineAdminNetworkPolicy && object.name() != "default" {
        say(faults, object.name_node(), "the one BaselineAdminNetworkPolicy is named `default`");
    }
    match spec.subject().get() {
        Some(subject) if subject.namespaces().is_set() != subject.pods().is_set() => {
            of_selector(subject.namespaces(), faults);
            of_pods(subject.pods(), faults);
        }
        _ => say(faults, spec.subject().node(), "a subject is either `namespaces` or `pods`"),
    }
    let actions: &[&str] = match object.kind() {
        Kind::ClusterNetworkPolicy => &["Accept", "Deny", "Pass"],
        Kind::AdminNetworkPolicy => &["Allow", "Deny", "Pass"],
        _ => &["Allow", "Deny"],
    };
    for rule in spec.ingress_rules().chain(spec.egress_rules()) {
        of_rule(rule, actions, faults);
    }
}

fn of_pods<'a>(pods: Field<'a, NamespacedPods<'a>>, faults: &mut Vec<Fault<'a>>) {
    let Some(selectors) = pods.get() else {
        return;
    };
    for selector in [selectors.namespace_selector(), selectors.pod_selector()] {
        if selector.is_absent() {
            let message = "`pods` takes both `namespaceSelector` and `podSelector`";
            say(faults, pods.node(), message);
        }
        of_selector(selector, faults);
    }
}

fn of_rule<'a>(rule: ClusterRule<'a>, actions: &[&str], faults: &mut Vec<Fault<'a>>) {
    if !rule.action.get().is_some_and(|action| actions.contains(&action)) {
        let message = format!("the action is one of `{}`", actions.join("`, `"));
        say(faults, rule.action.node(), message);
    }
    if rule.peers.is_empty() {
        say(faults, rule.node, "a rule of the cluster names at least one peer");
    }
    rule.peers.iter().for_each(|peer| of_peer(peer, faults));
    rule.protocols.iter().for_each(|entry| of_protocol(entry, faults));
    rule.ports.iter().for_each(|entry| of_port(entry, faults));
}

fn of_peer<'a>(peer: ClusterPeer<'a>, faults: &mut Vec<Fault<'a>>) {
    let set = [
        peer.namespaces().is_set(),
        peer.pods().is_set(),
        peer.nodes().is_set(),
        peer.networks().is_set(),
        peer.domain_names().is_set(),
    ];
    let set = set.into_iter().filter(|set| *set).count();
    // One that says something unknown may be of a later version, and fails closed.
    let is_empty = peer.node().entries().next().is_none();
    if set > 1 || is_empty {
        say(faults, peer.node(), "a peer says exactly one thing");
    }
    of_selector(peer.namespaces(), faults);
    of_selector(peer.nodes(), faults);
    of_pods(peer.pods(), faults);
    for (text, node) in peer.networks().entries() {
        range(text, node, faults);
    }
}

fn of_protocol<'a>(entry: ClusterProtocol<'a>, faults: &mut Vec<Fault<'a>>) {
    let ports = [entry.tcp(), entry.udp(), entry.sctp()];
    let set = ports.iter().filter(|port| port.is_set()).count();
    if set + usize::from(entry.destination_named_port().is_set()) != 1 {
        say(faults, entry.node(), "an entry of `protocols` says exactly one thing");
    }
    for port in ports.into_iter().filter_map(|port| port.then(ProtocolPort::destination_port).get())
    {
        match (port.number().get(), port.range().get()) {
            (Some(number), None) => of_number(port.number().node(), number, faults),
            (None, Some(span)) => {
                of_span(span.node(), span.start().get(), span.end().get(), faults);
            }
            _ => say(faults, port.node(), "a port is either `number` or `range`"),
        }
    }
}

fn of_port<'a>(entry: ClusterPort<'a>, faults: &mut Vec<Fault<'a>>) {
    let set =
        [entry.port_number().is_set(), entry.named_port().is_set(), entry.port_range().is_set()];
    if set.into_iter().filter(|set| *set).count() != 1 {
        say(faults, entry.node(), "an entry of `ports` says exactly one thing");
    }
    if let Some(port) = entry.port_number().get() {
        of_number(port.node(), port.port().or(0), faults);
    }
    if let Some(span) = entry.port_range().get() {
        of_span(span.node(), span.start().get(), span.end().get(), faults);
    }
}

fn of_number<'a>(node: Node<'a>, number: i64, faults: &mut Vec<Fault<'a>>) {
    if !is_port(number) {
        say(faults, node, format!("{number} is no port: 1 to 65535"));
    }
}

fn of_span<'a>(node: Node<'a>, from: Option<i64>, to: Option<i64>, faults: &mut Vec<Fault<'a>>) {
    match from.zip(to) {
        Some((from, to)) if is_port(from) && is_port(to) && from < to => {}
        Some((from, to)) => say(faults, node, format!("{from} to {to} is no range of ports")),
        None => say(faults, node, "a range of ports has a `start` and an `end`"),
    }
}

//! Of ClusterNetworkPolicy, AdminNetworkPolicy and BaselineAdminNetworkPolicy: what they accept. A `Pass`
//! leaves the answer to others.

use super::{Grant, GrantedPorts, Numbers, Wide};
use crate::address::{AddressRange, holds_internet};
use crate::model::cluster_policy::{
    ClusterPeer, ClusterPort, ClusterProtocol, ClusterRule, ProtocolPort, spec_of,
};
use crate::model::{LabelSelector, Object};
use crate::parse::Node;

pub(super) fn grants(object: Object<'_>) -> Vec<Grant<'_>> {
    let Some(spec) = spec_of(object) else {
        return Vec::new();
    };
    let ingress = spec.ingress_rules().map(|rule| (rule, true));
    let rules = ingress.chain(spec.egress_rules().map(|rule| (rule, false)));
    rules.filter_map(|(rule, is_ingress)| grant(rule, is_ingress)).collect()
}

fn grant(rule: ClusterRule<'_>, is_ingress: bool) -> Option<Grant<'_>> {
    let accepts = matches!(rule.action.get(), Some("Accept" | "Allow"));
    // Without a peer the API server refuses it.
    if !accepts || rule.peers.is_empty() {
        return None;
    }
    let protocols = rule.protocols.iter().filter_map(of_protocol);
    Some(Grant {
        node: rule.node,
        is_ingress,
        peers: Some(rule.peers.node()),
        wide: rule.peers.iter().flat_map(wide).collect(),
        ports: protocols.chain(rule.ports.iter().filter_map(of_port)).collect(),
        is_narrowed: rule.protocols.is_wrong() || rule.ports.is_wrong(),
        writes_empty_peers: false,
        knows_pods_alone: is_ingress,
    })
}

fn wide(peer: ClusterPeer<'_>) -> Vec<(Node<'_>, Wide<'_>)> {
    let all = |selector: Option<LabelSelector<'_>>| selector.is_some_and(LabelSelector::is_empty);
    if all(peer.namespaces().get()) {
        return vec![(peer.namespaces().node(), Wide::EveryPod)];
    }
    if let Some(pods) = peer.pods().get() {
        let every = all(pods.namespace_selector().get()) && all(pods.pod_selector().get());
        return every.then_some((peer.pods().node(), Wide::EveryPod)).into_iter().collect();
    }
    let networks = peer.networks().entries();
    let internet = networks.filter(|(net, _)| holds_internet(net, std::iter::empty()));
    // "0.0.0.0/0 will allow or deny all IPv4 pod-to-pod traffic as well."
    let whole = [Some(AddressRange::V4), Some(AddressRange::V6)];
    let of = |net| match whole.contains(&AddressRange::parse(net)) {
        true => Wide::Everybody(net),
        false => Wide::Internet(net),
    };
    internet.map(|(net, node)| (node, of(net))).collect()
}

fn of_protocol(entry: ClusterProtocol<'_>) -> Option<GrantedPorts<'_>> {
    let node = entry.node();
    if let Some(name) = entry.destination_named_port().get() {
        return Some(GrantedPorts { node, protocol: None, numbers: Numbers::Named(name) });
    }
    let known = [("TCP", entry.tcp()), ("UDP", entry.udp()), ("SCTP", entry.sctp())];
    known.into_iter().find_map(|(protocol, port)| {
        let numbers = numbers(port.get()?);
        Some(GrantedPorts { node, protocol: Some(protocol), numbers })
    })
}

fn numbers(port: ProtocolPort<'_>) -> Numbers<'_> {
    let Some(port) = port.destination_port().get() else {
        return Numbers::Every;
    };
    let span = port.range().get().and_then(|span| span.start().get().zip(span.end().get()));
    let one = port.number().get().map(|number| (number, number));
    one.or(span).map_or(Numbers::Other, |(first, last)| Numbers::Range(first, last))
}

fn of_port(entry: ClusterPort<'_>) -> Option<GrantedPorts<'_>> {
    let node = entry.node();
    if let Some(name) = entry.named_port().get() {
        return Some(GrantedPorts { node, protocol: None, numbers: Numbers::Named(name) });
    }
    if let Some(port) = entry.port_number().get() {
        let (protocol, number) = (Some(port.protocol().or("TCP")), port.port().get()?);
        return Some(GrantedPorts { node, protocol, numbers: Numbers::Range(number, number) });
    }
    let span = entry.port_range().get()?;
    let numbers = Numbers::Range(span.start().get()?, span.end().get()?);
    Some(GrantedPorts { node, protocol: Some(span.protocol().or("TCP")), numbers })
}

//! Of NetworkPolicy.

use super::{Grant, GrantedPorts, Numbers, Wide};
use crate::model::network_policy::{NetworkPolicy, Peer, PolicyPort, PolicyRule};
use crate::model::{IntOrStr, Object};
use crate::parse::Node;

pub(super) fn grants(object: Object<'_>) -> Vec<Grant<'_>> {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return Vec::new();
    };
    let ingress = spec.ingress_rules().filter(|_| spec.affects_ingress());
    let egress = spec.egress_rules().filter(|_| spec.affects_egress());
    let ingress = ingress.filter_map(|rule| grant(rule, true));
    ingress.chain(egress.filter_map(|rule| grant(rule, false))).collect()
}

fn grant(rule: PolicyRule<'_>, is_ingress: bool) -> Option<Grant<'_>> {
    if rule.peers.is_wrong() {
        return None;
    }
    let mut ports: Vec<GrantedPorts<'_>> = rule.ports.iter().map(granted).collect();
    if rule.ports.is_wrong() {
        let node = rule.ports.node();
        ports.push(GrantedPorts { node, protocol: None, numbers: Numbers::Other });
    }
    Some(Grant {
        node: rule.node,
        is_ingress,
        peers: (!rule.peers.is_empty()).then(|| rule.peers.node()),
        wide: rule.peers.iter().filter_map(wide).collect(),
        ports,
        is_narrowed: false,
        writes_empty_peers: rule.writes_empty_peers(),
        knows_pods_alone: false,
    })
}

fn wide(peer: Peer<'_>) -> Option<(Node<'_>, Wide<'_>)> {
    match peer.ip_block().get() {
        Some(block) => {
            let cidr = block.cidr();
            block.is_internet().then(|| (cidr.node(), Wide::Internet(cidr.or("?"))))
        }
        None => peer.is_every_pod().then(|| (peer.namespace_selector().node(), Wide::EveryPod)),
    }
}

fn granted(port: PolicyPort<'_>) -> GrantedPorts<'_> {
    let numbers = match port.port().get() {
        Some(IntOrStr::Int(first)) => Numbers::Range(first, port.end_port().or(first)),
        Some(IntOrStr::Str(name)) => Numbers::Named(name),
        None if port.port().is_absent() => Numbers::Every,
        None => Numbers::Other,
    };
    GrantedPorts { node: port.node(), protocol: Some(port.protocol().or("TCP")), numbers }
}

//! Of Calico's NetworkPolicy and GlobalNetworkPolicy: what its rules allow.

use super::{Grant, GrantedPorts, Numbers, Wide};
use crate::address::holds_internet;
use crate::model::calico::{CalicoEntity, CalicoRule, spec_of};
use crate::model::{Field, IntOrStr, Object};
use crate::parse::Node;

pub(super) fn grants(object: Object<'_>) -> Vec<Grant<'_>> {
    let Some(spec) = spec_of(object) else {
        return Vec::new();
    };
    // Those are of host endpoints alone.
    if spec.pre_dnat().is_true() || spec.do_not_track().is_true() {
        return Vec::new();
    }
    let is_global = object.namespace().is_none();
    let (ingress, egress) = spec.affects();
    let ingress = spec.ingress().iter().filter(|_| ingress).map(|rule| (rule, true));
    let egress = spec.egress().iter().filter(|_| egress).map(|rule| (rule, false));
    let rules = ingress.chain(egress).filter(|(rule, _)| rule.action().is("Allow"));
    rules.map(|(rule, is_ingress)| grant(rule, is_ingress, is_global)).collect()
}

fn grant(rule: CalicoRule<'_>, is_ingress: bool, is_global: bool) -> Grant<'_> {
    let (peer, own) = match is_ingress {
        true => (rule.source(), rule.destination()),
        false => (rule.destination(), rule.source()),
    };
    let named = peer.get().filter(|entity| names_somebody(*entity));
    // Some of the pods alone, or from some ports alone.
    let of_some = own.get().is_some_and(names_somebody)
        || rule.source().then(|source| source.ports()).is_set();
    Grant {
        node: rule.node(),
        is_ingress,
        peers: named.map(CalicoEntity::node),
        wide: named.map_or_else(Vec::new, |entity| wide(entity, is_global)),
        ports: ports(rule, is_ingress),
        is_narrowed: rule.http().is_set() || of_some || peer.is_wrong(),
        writes_empty_peers: false,
        knows_pods_alone: false,
    }
}

/// Does it say anything but ports?
fn names_somebody(entity: CalicoEntity<'_>) -> bool {
    let says = |text: Field<'_, &str>| text.get().is_some_and(|text| !text.trim().is_empty());
    says(entity.selector())
        || says(entity.namespace_selector())
        || says(entity.not_selector())
        || entity.nets().is_set()
        || entity.not_nets().is_set()
        || entity.service_accounts().is_set()
        || entity.services().is_set()
        || entity.domains().is_set()
}

fn wide(entity: CalicoEntity<'_>, is_global: bool) -> Vec<(Node<'_>, Wide<'_>)> {
    let (pods, namespaces) = (entity.selector(), entity.namespace_selector());
    let by_address = !entity.nets().is_empty() || !entity.not_nets().is_empty();
    let by_more = entity.not_selector().is_set()
        || entity.service_accounts().is_set()
        || entity.services().is_set()
        || entity.domains().is_set();
    if by_more {
        return Vec::new();
    }
    if by_address {
        if pods.is_set() || namespaces.is_set() {
            return Vec::new();
        }
        let holes = || entity.not_nets().iter();
        let nets = entity.nets().entries().filter(|(net, _)| holds_internet(net, holes()));
        let mut wide: Vec<_> = nets.map(|(net, node)| (node, Wide::Internet(net))).collect();
        // All but some.
        if entity.nets().is_empty() {
            let families = ["0.0.0.0/0", "::/0"];
            let open = families.into_iter().find(|family| holds_internet(family, holes()));
            wide.extend(open.map(|family| (entity.not_nets().node(), Wide::Internet(family))));
        }
        return wide;
    }
    let (of_pods, of_namespaces) = (is_all(pods), is_all(namespaces));
    let is_every = match (pods.is_set(), namespaces.is_set()) {
        (_, true) => of_pods.unwrap_or(true) && of_namespaces.unwrap_or(true),
        // Without a namespace, a policy of the cluster means all.
        (true, false) => is_global && of_pods.unwrap_or(false),
        (false, false) => false,
    };
    let spot = if namespaces.is_set() { namespaces.node() } else { pods.node() };
    is_every.then_some((spot, Wide::EveryPod)).into_iter().collect()
}

/// Does a selector choose all; none where it is not there.
fn is_all(selector: Field<'_, &str>) -> Option<bool> {
    let text = selector.get()?.trim();
    Some(matches!(text, "" | "all()" | "has(projectcalico.org/name)"))
}

fn ports(rule: CalicoRule<'_>, is_ingress: bool) -> Vec<GrantedPorts<'_>> {
    let protocol = match rule.protocol().get() {
        Some(IntOrStr::Str(name)) => Some(name),
        Some(IntOrStr::Int(6)) => Some("TCP"),
        Some(IntOrStr::Int(17)) => Some("UDP"),
        Some(IntOrStr::Int(132)) => Some("SCTP"),
        Some(IntOrStr::Int(_)) | None => None,
    };
    let destination = rule.destination();
    let listed = destination.then(|entity| entity.ports());
    let but = destination.then(|entity| entity.not_ports());
    let has_ports = protocol.is_some_and(|name| {
        ["TCP", "UDP", "SCTP"].into_iter().any(|known| known.eq_ignore_ascii_case(name))
    });
    let one = |node, numbers| GrantedPorts { node, protocol, numbers };
    // The ports of a Service are those that it names.
    let of_service = destination.then(|entity| entity.services());
    if of_service.is_set() && !is_ingress {
        return vec![one(of_service.node(), Numbers::Other)];
    }
    if rule.not_protocol().is_set() || but.is_set() || rule.icmp().is_set() {
        return vec![one(rule.node(), Numbers::Other)];
    }
    if !listed.is_empty() {
        return listed.entries().map(|(port, node)| one(node, numbers(port))).collect();
    }
    match (rule.protocol().is_absent(), has_ports) {
        (true, _) => Vec::new(),
        (false, true) => vec![one(rule.protocol().node(), Numbers::Every)],
        (false, false) => vec![one(rule.protocol().node(), Numbers::Other)],
    }
}

/// A number, `first:last`, or a name.
#[must_use]
pub fn numbers(port: IntOrStr<'_>) -> Numbers<'_> {
    match port {
        IntOrStr::Int(number) => Numbers::Range(number, number),
        IntOrStr::Str(text) => {
            let (first, last) = text.split_once(':').unwrap_or((text, text));
            match (first.parse(), last.parse()) {
                (Ok(first), Ok(last)) => Numbers::Range(first, last),
                _ => Numbers::Named(text),
            }
        }
    }
}

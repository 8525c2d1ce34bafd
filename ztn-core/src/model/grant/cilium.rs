//! Of CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. What denies grants nothing.

use super::{Grant, GrantedPorts, Numbers, Wide};
use crate::address::holds_internet;
use crate::model::cilium::{CiliumPort, CiliumRule, CiliumSpec, specs_of};
use crate::model::{IntOrStr, LabelSelector, Object};
use crate::parse::Node;

pub(super) fn grants(object: Object<'_>) -> Vec<Grant<'_>> {
    let is_of_cluster = object.namespace().is_none();
    let specs = specs_of(object).filter(|spec| spec.node_selector().is_absent());
    specs.flat_map(|spec| of_spec(spec, is_of_cluster)).collect()
}

fn of_spec(spec: CiliumSpec<'_>, is_of_cluster: bool) -> impl Iterator<Item = Grant<'_>> {
    let ingress = spec.ingress().iter().map(|rule| (rule.rule(), true));
    let egress = spec.egress().iter().map(|rule| (rule.rule(), false));
    ingress.chain(egress).filter_map(move |(rule, is_ingress)| {
        let grant = grant(rule, is_ingress, is_of_cluster)?;
        (!is_of_own_node(rule, is_ingress)).then_some(grant)
    })
}

fn grant(rule: CiliumRule<'_>, is_ingress: bool, is_of_cluster: bool) -> Option<Grant<'_>> {
    let lists = [
        (!rule.endpoints.is_absent(), rule.endpoints.node(), rule.endpoints.is_empty()),
        (!rule.cidr.is_absent(), rule.cidr.node(), rule.cidr.is_empty()),
        (!rule.cidr_set.is_absent(), rule.cidr_set.node(), rule.cidr_set.is_empty()),
        (!rule.entities.is_absent(), rule.entities.node(), rule.entities.is_empty()),
        (!rule.nodes.is_absent(), rule.nodes.node(), rule.nodes.is_empty()),
        (!rule.groups.is_absent(), rule.groups.node(), rule.groups.is_empty()),
    ];
    let services = rule.services.map(|list| (!list.is_absent(), list.node(), list.is_empty()));
    let fqdns = rule.fqdns.map(|list| (!list.is_absent(), list.node(), list.is_empty()));
    let mut written = lists.into_iter().chain(services).chain(fqdns).filter(|(is, ..)| *is);
    let first = written.next();
    // A list without items, or of another type, is nobody.
    let peers = match first {
        Some((_, _, false)) => first.map(|(_, node, _)| node),
        Some(_) => Some(written.find(|(_, _, is_empty)| !is_empty).map(|(_, node, _)| node)?),
        // Without any field it matches nothing.
        None if rule.ports.is_empty() && rule.icmps.is_empty() => return None,
        None => None,
    };
    Some(Grant {
        node: rule.node,
        is_ingress,
        peers,
        wide: wide(rule, is_of_cluster),
        ports: ports(rule),
        is_narrowed: is_narrowed(rule),
        writes_empty_peers: false,
        knows_pods_alone: false,
    })
}

/// Is it about the pod's own node or Cilium's own health checks alone? These have no other address to come
/// from, and no port to be named.
fn is_of_own_node(rule: CiliumRule<'_>, is_ingress: bool) -> bool {
    let mut entities = rule.entities.iter().peekable();
    let is_own = |entity| matches!(entity, "host" | "health");
    let alone = rule.endpoints.is_empty() && rule.cidr.is_empty() && rule.cidr_set.is_empty();
    let alone = alone && rule.nodes.is_empty() && rule.groups.is_empty();
    is_ingress && alone && entities.peek().is_some() && entities.all(is_own)
}

fn wide(rule: CiliumRule<'_>, is_of_cluster: bool) -> Vec<(Node<'_>, Wide<'_>)> {
    let mut wide = Vec::new();
    for (entity, node) in rule.entities.entries() {
        wide.extend(match entity {
            "all" => Some((node, Wide::Everybody(entity))),
            "world" | "world-ipv4" | "world-ipv6" => Some((node, Wide::Internet(entity))),
            "cluster" => Some((node, Wide::EveryPod)),
            _ => None,
        });
    }
    for (cidr, node) in rule.cidr.entries() {
        let is_internet = holds_internet(cidr, std::iter::empty());
        wide.extend(is_internet.then_some((node, Wide::Internet(cidr))));
    }
    for set in rule.cidr_set.iter() {
        let cidr = set.cidr();
        let text = cidr.or("");
        let is_internet = holds_internet(text, set.except().iter());
        wide.extend(is_internet.then_some((cidr.node(), Wide::Internet(text))));
    }
    for (selector, node) in rule.endpoints.entries() {
        let is_every = (is_of_cluster && selector.is_empty()) || is_of_any_namespace(selector);
        wide.extend(is_every.then_some((node, Wide::EveryPod)));
    }
    wide
}

/// Does it ask for nothing but that there is a namespace, as every pod has one?
fn is_of_any_namespace(selector: LabelSelector<'_>) -> bool {
    const NAMESPACE: &str = "io.kubernetes.pod.namespace";
    let has_labels =
        selector.match_labels().get().is_some_and(|labels| labels.entries().next().is_some());
    let mut lines = selector.match_expressions().iter().peekable();
    !has_labels
        && lines.peek().is_some()
        && lines.all(|line| {
            let key = line.key().or("");
            line.operator().is("Exists") && key.strip_prefix("k8s:").unwrap_or(key) == NAMESPACE
        })
}

fn ports(rule: CiliumRule<'_>) -> Vec<GrantedPorts<'_>> {
    let mut ports = Vec::new();
    for (entry, node) in rule.ports.entries() {
        if entry.ports().is_empty() {
            ports.push(GrantedPorts { node, protocol: None, numbers: Numbers::Every });
        }
        ports.extend(entry.ports().iter().map(granted));
    }
    // Without any port, messages of ICMP alone.
    ports.extend(rule.icmps.entries().map(|(_, node)| GrantedPorts {
        node,
        protocol: None,
        numbers: Numbers::Other,
    }));
    ports
}

fn granted(port: CiliumPort<'_>) -> GrantedPorts<'_> {
    let to = |first: i64| port.end_port().get().filter(|last| *last >= first).unwrap_or(first);
    let numbers = match port.port().get() {
        None if port.port().is_absent() => Numbers::Every,
        None => Numbers::Other,
        Some(IntOrStr::Int(0) | IntOrStr::Str("" | "0")) => Numbers::Every,
        Some(IntOrStr::Int(first)) => Numbers::Range(first, to(first)),
        Some(IntOrStr::Str(text)) => match text.parse() {
            Ok(first) => Numbers::Range(first, to(first)),
            Err(_) => Numbers::Named(text),
        },
    };
    let protocol = port.protocol().get().filter(|protocol| *protocol != "ANY");
    GrantedPorts { node: port.node(), protocol, numbers }
}

/// Are both ends identified, or each port limited to some server names of TLS?
fn is_narrowed(rule: CiliumRule<'_>) -> bool {
    let mut ports = rule.ports.iter().peekable();
    let by_name = ports.peek().is_some() && ports.all(|entry| !entry.server_names().is_empty());
    by_name || rule.authentication.then(|how| how.mode()).is("required")
}

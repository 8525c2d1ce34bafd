//! What is refused of Cilium's policies: by their schema, or, once the API server has taken them, by every
//! agent. An agent that refuses a policy has none of it.
//!
//! <https://github.com/cilium/cilium/blob/main/pkg/policy/api/rule_validation.go>

use super::{Fault, Holes, of_address, of_cidr, of_labels, say};
use crate::model::cilium::{
    CiliumCidr, CiliumCidrGroup, CiliumPort, CiliumPorts, CiliumRule, CiliumSpec, specs_of,
};
use crate::model::{Field, IntOrStr, Kind, LabelSelector, Object};

/// Entities that a rule can name.
const ENTITIES: [&str; 13] = [
    "all",
    "world",
    "world-ipv4",
    "world-ipv6",
    "cluster",
    "host",
    "init",
    "ingress",
    "unmanaged",
    "remote-node",
    "health",
    "none",
    "kube-apiserver",
];

/// Protocols that a port can have. Those of the second line have no ports.
const PROTOCOLS: [&str; 13] = [
    "ANY", "TCP", "UDP", "SCTP", // four
    "ICMP", "ICMPV6", "VRRP", "IGMP", "GRE", "IPIP", "IPV6", "ESP", "AH",
];

/// The most ports of one list, and the most messages.
const MOST: usize = 40;

pub(super) fn faults<'a>(object: Object<'a>, faults: &mut Vec<Fault<'a>>) {
    if let Some(group) = object.view::<CiliumCidrGroup<'_>>() {
        for (text, node) in group.spec().then(|spec| spec.external_cidrs()).entries() {
            of_address(text, node, faults);
        }
        return;
    }
    for spec in specs_of(object) {
        of_spec(object, spec, faults);
    }
}

fn of_spec<'a>(object: Object<'a>, spec: CiliumSpec<'a>, faults: &mut Vec<Fault<'a>>) {
    let (endpoints, nodes) = (spec.endpoint_selector(), spec.node_selector());
    if endpoints.is_set() && nodes.is_set() {
        say(
            faults,
            nodes.node(),
            "a policy has an `endpointSelector` or a `nodeSelector`, not both",
        );
    } else if nodes.is_set() && object.kind() == Kind::CiliumNetworkPolicy {
        say(faults, nodes.node(), "`nodeSelector` is for a CiliumClusterwideNetworkPolicy alone");
    } else if endpoints.is_absent() && nodes.is_absent() {
        say(faults, spec.node(), "a policy without `endpointSelector` and `nodeSelector`");
    }
    of_selector(endpoints, faults);
    of_selector(nodes, faults);
    for rule in spec.ingress().iter() {
        let rule = rule.rule();
        of_rule(rule, faults);
        for entry in rule.ports.iter() {
            if let Some(rules) = entry.rules().get().filter(|rules| !rules.dns().is_empty()) {
                say(faults, rules.dns().node(), "rules of DNS are for egress alone");
            }
            of_requests(entry, faults);
        }
    }
    for rule in spec.egress().iter() {
        let rule = rule.rule();
        of_rule(rule, faults);
        rule.ports.iter().for_each(|entry| of_requests(entry, faults));
    }
    spec.ingress_deny().iter().for_each(|rule| of_rule(rule.rule(), faults));
    spec.egress_deny().iter().for_each(|rule| of_rule(rule.rule(), faults));
}

fn of_selector<'a>(selector: Field<'a, LabelSelector<'a>>, faults: &mut Vec<Fault<'a>>) {
    if let Some(selector) = selector.get() {
        of_labels(selector, without_source, faults);
    }
}

/// A key of a label without the source that may stand before it: `k8s:`, `any:`, `reserved:`.
fn without_source(key: &str) -> &str {
    key.split_once(':').map_or(key, |(_, key)| key)
}

fn of_rule<'a>(rule: CiliumRule<'a>, faults: &mut Vec<Fault<'a>>) {
    if rule.requires.is_set() {
        say(
            faults,
            rule.requires.node(),
            "`fromRequires` and `toRequires` are no fields since Cilium 1.19",
        );
    }
    if let [first, second, ..] = rule.peer_lists().as_slice() {
        let message = format!("`{first}` and `{second}` do not go into one rule: write two");
        say(faults, rule.node, message);
    }
    for selector in rule.endpoints.iter().chain(rule.nodes.iter()) {
        of_labels(selector, without_source, faults);
    }
    for (text, node) in rule.cidr.entries() {
        of_address(text, node, faults);
    }
    rule.cidr_set.iter().for_each(|set| of_set(set, faults));
    for (entity, node) in rule.entities.entries() {
        if !ENTITIES.contains(&entity) {
            say(
                faults,
                node,
                format!("`{entity}` is no entity: one of `{}`", ENTITIES.join("`, `")),
            );
        }
    }
    if !rule.icmps.is_empty() && !rule.ports.is_empty() {
        say(faults, rule.icmps.node(), "`icmps` and `toPorts` do not go into one rule: write two");
    }
    for entry in rule.ports.iter() {
        if entry.ports().iter().count() > MOST {
            say(faults, entry.ports().node(), format!("a list has at most {MOST} ports"));
        }
        entry.ports().iter().for_each(|port| of_port(port, faults));
    }
    for field in rule.icmps.iter().flat_map(|icmp| icmp.fields().iter()) {
        let family = field.family();
        if let Some(other) = family.get().filter(|name| !matches!(*name, "IPv4" | "IPv6" | "")) {
            say(faults, family.node(), format!("`{other}` is no family: `IPv4` or `IPv6`"));
        }
    }
}

fn of_set<'a>(set: CiliumCidr<'a>, faults: &mut Vec<Fault<'a>>) {
    let (cidr, group) = (set.cidr(), set.cidr_group_selector());
    let written = [cidr.is_set(), set.cidr_group_ref().is_set(), group.is_set()];
    if written.into_iter().filter(|is_set| *is_set).count() != 1 {
        let message = "an item is one of `cidr`, `cidrGroupRef` and `cidrGroupSelector`";
        say(faults, set.node(), message);
    }
    of_selector(group, faults);
    of_cidr(cidr, set.except(), Holes::OrAllOfIt, faults);
}

fn of_port<'a>(entry: CiliumPort<'a>, faults: &mut Vec<Fault<'a>>) {
    let (port, protocol, last) = (entry.port(), entry.protocol(), entry.end_port());
    if let Some(other) = protocol.get().filter(|name| !PROTOCOLS.contains(name)) {
        let message = format!("`{other}` is no protocol: one of `{}`", PROTOCOLS.join("`, `"));
        say(faults, protocol.node(), message);
    }
    match port.get() {
        Some(IntOrStr::Int(number)) => {
            say(faults, port.node(), format!("a port is text: write \"{number}\""));
        }
        Some(IntOrStr::Str(text)) if !is_port(text) => {
            say(
                faults,
                port.node(),
                format!(
                    "`{text}` is no port: a number up to 65535, or a name of letters, digits and \
                     hyphens"
                ),
            );
        }
        _ => {}
    }
    if let Some(number) = last.get().filter(|number| !(0..=65535).contains(number)) {
        say(faults, last.node(), format!("{number} is no port: at most 65535"));
    }
}

/// What is said of requests on ports.
fn of_requests<'a>(entry: CiliumPorts<'a>, faults: &mut Vec<Fault<'a>>) {
    let asks = entry.rules().get().is_some_and(|rules| !rules.http().is_empty());
    for port in entry.ports().iter().filter(|_| asks) {
        if !port.protocol().is("TCP") {
            let message = "requests of HTTP are on ports of `TCP` alone";
            say(faults, port.protocol().node(), message);
        }
    }
}

/// A number, `0` and the empty text being every port, or a name.
fn is_port(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return text.is_empty() || text.parse::<u16>().is_ok();
    }
    super::is_port_name(&text.to_ascii_lowercase())
}

//! What the API server, or the network plugin, refuses though every type is right: impossible ports, blocks
//! and selectors, issuers of tokens that nobody could trust.

pub mod audit_policy;
mod authentication;
mod calico;
mod cilium;
mod cluster_policy;
mod kubeconfig;
mod labels;

use super::api_server_config::AuthenticationConfiguration;
use super::field::Field;
use super::kind::Kind;
use super::kubeconfig::Kubeconfig;
use super::meta::LabelSelector;
use super::network_policy::{IpBlock, NetworkPolicy, Peer, PolicyPort};
use super::object::Object;
use super::view::{IntOrStr, List};
use crate::address::AddressRange;
use crate::parse::Node;

/// A value that is refused, and with it the whole object.
#[derive(Clone, Debug)]
pub struct Fault<'a> {
    /// The value.
    pub node: Node<'a>,
    /// One clause, lower case, without full stop.
    pub message: String,
}

/// Every such value of `object`, of the kinds that are looked at so closely.
#[must_use]
pub fn of(object: Object<'_>) -> Vec<Fault<'_>> {
    let mut faults = Vec::new();
    match object.kind() {
        Kind::NetworkPolicy => {
            if let Some(policy) = object.view::<NetworkPolicy<'_>>() {
                of_network_policy(policy, &mut faults);
            }
        }
        Kind::ClusterNetworkPolicy
        | Kind::AdminNetworkPolicy
        | Kind::BaselineAdminNetworkPolicy => {
            cluster_policy::faults(object, &mut faults);
        }
        Kind::CiliumNetworkPolicy
        | Kind::CiliumClusterwideNetworkPolicy
        | Kind::CiliumCidrGroup => {
            cilium::faults(object, &mut faults);
        }
        Kind::CalicoNetworkPolicy
        | Kind::CalicoGlobalNetworkPolicy
        | Kind::CalicoTier
        | Kind::CalicoNetworkSet
        | Kind::CalicoGlobalNetworkSet
        | Kind::CalicoHostEndpoint => {
            calico::faults(object, &mut faults);
        }
        Kind::AuthenticationConfiguration => {
            if let Some(file) = object.view::<AuthenticationConfiguration<'_>>() {
                authentication::faults(file, &mut faults);
            }
        }
        Kind::Kubeconfig => {
            if let Some(file) = object.view::<Kubeconfig<'_>>() {
                kubeconfig::faults(file, &mut faults);
            }
        }
        _ => {}
    }
    faults
}

fn say<'a>(faults: &mut Vec<Fault<'a>>, node: Node<'a>, message: impl Into<String>) {
    faults.push(Fault { node, message: message.into() });
}

fn of_network_policy<'a>(policy: NetworkPolicy<'a>, faults: &mut Vec<Fault<'a>>) {
    let Some(spec) = policy.spec().get() else {
        return;
    };
    of_selector(spec.pod_selector(), faults);
    for (written, node) in spec.policy_types().entries() {
        if !matches!(written, "Ingress" | "Egress") {
            say(faults, node, format!("`{written}` is no policy type: `Ingress` or `Egress`"));
        }
    }
    for rule in spec.ingress_rules().chain(spec.egress_rules()) {
        rule.ports.iter().for_each(|port| of_port(port, faults));
        rule.peers.iter().for_each(|peer| of_peer(peer, faults));
    }
}

/// A label selector that cannot be understood.
fn of_selector<'a>(selector: Field<'a, LabelSelector<'a>>, faults: &mut Vec<Fault<'a>>) {
    if let Some(selector) = selector.get() {
        of_labels(selector, |key| key, faults);
    }
}

/// The same, where `label` is the key of the label that a key stands for.
fn of_labels<'a>(
    selector: LabelSelector<'a>,
    label: fn(&str) -> &str,
    faults: &mut Vec<Fault<'a>>,
) {
    for (key, value) in
        selector.match_labels().get().into_iter().flat_map(|map| map.node().entries())
    {
        of_label(key, value, label, faults);
    }
    for (line, node) in selector.match_expressions().entries() {
        if line.key().or("").is_empty() {
            say(faults, node, "a line of a selector has no key");
        } else if !labels::is_key(label(line.key().or(""))) {
            say(faults, line.key().node(), format!("`{}` is no key of a label", line.key().or("")));
        }
        for (value, node) in line.values().entries().filter(|(value, _)| !labels::is_value(value)) {
            say(faults, node, format!("`{value}` is no value of a label"));
        }
        let (operator, empty) = (line.operator(), line.values().is_empty());
        match operator.get() {
            Some("In" | "NotIn") if empty => {
                say(faults, operator.node(), "`In` and `NotIn` compare with no value");
            }
            Some("Exists" | "DoesNotExist") if !empty => {
                say(faults, line.values().node(), "`Exists` and `DoesNotExist` take no values");
            }
            Some("In" | "NotIn" | "Exists" | "DoesNotExist") => {}
            Some(other) => say(
                faults,
                operator.node(),
                format!("`{other}` is no operator: `In`, `NotIn`, `Exists` or `DoesNotExist`"),
            ),
            None => say(faults, node, "a line of a selector has no operator"),
        }
    }
}

fn of_label<'a>(
    key: Node<'a>,
    value: Node<'a>,
    label: fn(&str) -> &str,
    faults: &mut Vec<Fault<'a>>,
) {
    if !labels::is_key(label(key.text())) {
        say(faults, key, format!("`{}` is no key of a label", key.text()));
    }
    if let Some(text) = value.as_str().filter(|text| !labels::is_value(text)) {
        say(faults, value, format!("`{text}` is no value of a label"));
    }
}

fn of_peer<'a>(peer: Peer<'a>, faults: &mut Vec<Fault<'a>>) {
    let selects = peer.pod_selector().is_set() || peer.namespace_selector().is_set();
    match peer.ip_block().get() {
        Some(_) if selects => say(
            faults,
            peer.ip_block().node(),
            "a peer is an `ipBlock` or it selects pods, not both",
        ),
        Some(block) => of_block(block, faults),
        None if !selects => {
            say(
                faults,
                peer.node(),
                "a peer without `podSelector`, `namespaceSelector` or `ipBlock`",
            );
        }
        None => {}
    }
    of_selector(peer.pod_selector(), faults);
    of_selector(peer.namespace_selector(), faults);
}

fn of_block<'a>(block: IpBlock<'a>, faults: &mut Vec<Fault<'a>>) {
    if block.cidr().is_absent() {
        say(faults, block.node(), "an `ipBlock` without `cidr`");
    }
    of_cidr(block.cidr(), block.except(), Holes::InIt, faults);
}

/// How large a hole in a block may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holes {
    InIt,
    OrAllOfIt,
}

/// A block of addresses, and the holes in it.
fn of_cidr<'a>(
    cidr: Field<'a, &'a str>,
    except: Field<'a, List<'a, &'a str>>,
    holes: Holes,
    faults: &mut Vec<Fault<'a>>,
) {
    let Some(text) = cidr.get() else {
        return;
    };
    let Some(whole) = range(text, cidr.node(), faults) else {
        return;
    };
    for (text, node) in except.entries() {
        let is_in =
            |hole: AddressRange| whole.covers(hole) && (hole != whole || holes == Holes::OrAllOfIt);
        if range(text, node, faults).is_some_and(|hole| !is_in(hole)) {
            say(faults, node, format!("`{text}` is no part of `{}`", cidr.or("")));
        }
    }
}

/// An address or a block of them.
fn of_address<'a>(text: &str, node: Node<'a>, faults: &mut Vec<Fault<'a>>) {
    if AddressRange::parse_with_address(text).is_none() {
        let message = format!("`{text}` is no address and no CIDR block such as 10.0.0.0/8");
        say(faults, node, message);
    }
}

fn range<'a>(text: &str, node: Node<'a>, faults: &mut Vec<Fault<'a>>) -> Option<AddressRange> {
    let range = AddressRange::parse(text);
    if range.is_none() {
        say(faults, node, format!("`{text}` is no CIDR block such as 10.0.0.0/8"));
    }
    range
}

fn of_port<'a>(port: PolicyPort<'a>, faults: &mut Vec<Fault<'a>>) {
    let protocol = port.protocol();
    if let Some(other) = protocol.get().filter(|name| !matches!(*name, "TCP" | "UDP" | "SCTP")) {
        say(faults, protocol.node(), format!("`{other}` is no protocol: `TCP`, `UDP` or `SCTP`"));
    }
    let (from, to) = (port.port(), port.end_port());
    match from.get() {
        Some(IntOrStr::Int(number)) if !is_port(number) => {
            say(faults, from.node(), format!("{number} is no port: 1 to 65535"));
        }
        Some(IntOrStr::Str(name)) if !is_port_name(name) => say(
            faults,
            from.node(),
            format!(
                "`{name}` is no name of a port: at most 15 lower-case letters, digits and hyphens, \
                 a letter among them"
            ),
        ),
        _ => {}
    }
    let Some(last) = to.get() else {
        return;
    };
    match from.get() {
        Some(IntOrStr::Int(first)) if last < first => {
            say(faults, to.node(), format!("`endPort` {last} is below `port` {first}"));
        }
        Some(IntOrStr::Int(_)) if !is_port(last) => {
            say(faults, to.node(), format!("{last} is no port: 1 to 65535"));
        }
        Some(IntOrStr::Int(_)) => {}
        Some(IntOrStr::Str(_)) | None => {
            say(faults, to.node(), "`endPort` goes with a numeric `port` alone");
        }
    }
}

fn is_port(number: i64) -> bool {
    (1..=65535).contains(&number)
}

/// An IANA service name.
fn is_port_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=15).contains(&name.len())
        && name.bytes().all(plain)
        && name.bytes().any(|byte| byte.is_ascii_lowercase())
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

#[cfg(test)]
mod tests;

//! What is refused of Calico's policies, by its API server and `calicoctl`. A policy that came in without them
//! is one that Felix does not understand.
//!
//! <https://github.com/projectcalico/calico/blob/master/libcalico-go/lib/validator/v3/validator.go>

use super::{Fault, is_port, of_address, range, say};
use crate::model::calico::{
    CalicoEntity, CalicoHostEndpoint, CalicoHostEndpointSpec, CalicoIcmp, CalicoRule, CalicoSpec,
    CalicoTier, set_of, spec_of,
};
use crate::model::calico_selector::CalicoSelector;
use crate::model::{Address, Field, IntOrStr, List, Object};

pub(super) fn faults<'a>(object: Object<'a>, faults: &mut Vec<Fault<'a>>) {
    if let Some(tier) = object.view::<CalicoTier<'_>>() {
        let action = tier.spec().then(|spec| spec.default_action());
        if let Some(other) = action.get().filter(|action| !matches!(*action, "Deny" | "Pass")) {
            let message = format!("`{other}` is no default of a tier: `Deny` or `Pass`");
            say(faults, action.node(), message);
        }
    }
    if let Some(spec) = spec_of(object) {
        of_spec(spec, faults);
    }
    for (text, node) in set_of(object).into_iter().flat_map(|set| set.nets().entries()) {
        of_address(text, node, faults);
    }
    if let Some(spec) = object.view::<CalicoHostEndpoint<'_>>().and_then(|host| host.spec().get()) {
        of_host(spec, faults);
    }
}

fn of_host<'a>(spec: CalicoHostEndpointSpec<'a>, faults: &mut Vec<Fault<'a>>) {
    if spec.node_name().or("").is_empty() {
        say(faults, spec.node(), "a HostEndpoint without `node`");
    }
    if spec.interface_name().or("").is_empty() && spec.expected_ips().is_empty() {
        say(faults, spec.node(), "a HostEndpoint without `interfaceName` and `expectedIPs`");
    }
    for (text, node) in spec.expected_ips().entries() {
        if Address::parse(text).is_none() {
            say(faults, node, format!("`{text}` is no address"));
        }
    }
}

fn of_spec<'a>(spec: CalicoSpec<'a>, faults: &mut Vec<Fault<'a>>) {
    for selector in [spec.selector(), spec.namespace_selector(), spec.service_account_selector()] {
        if of_selector(selector, faults).is_some_and(|selector| selector.has_global()) {
            say(
                faults,
                selector.node(),
                "`global()` is for the `namespaceSelector` of a rule alone",
            );
        }
    }
    for (written, node) in spec.types().entries() {
        if !matches!(written, "Ingress" | "Egress") {
            say(faults, node, format!("`{written}` is no type of policy: `Ingress` or `Egress`"));
        }
    }
    let (early, untracked) = (spec.pre_dnat(), spec.do_not_track());
    if early.is_true() && untracked.is_true() {
        say(faults, early.node(), "`preDNAT` and `doNotTrack` do not go into one policy");
    }
    if early.is_true() && !spec.egress().is_empty() {
        say(faults, spec.egress().node(), "a policy with `preDNAT` has no rules of egress");
    }
    for field in [early, untracked] {
        if field.is_true() && !spec.apply_on_forward().is_true() {
            let message = "`preDNAT` and `doNotTrack` go with `applyOnForward: true`";
            say(faults, field.node(), message);
        }
    }
    spec.ingress().iter().chain(spec.egress().iter()).for_each(|rule| of_rule(rule, faults));
}

/// A selector that cannot be understood; else what it says.
fn of_selector<'a>(
    selector: Field<'a, &'a str>,
    faults: &mut Vec<Fault<'a>>,
) -> Option<CalicoSelector<'a>> {
    let text = selector.get()?;
    let read = CalicoSelector::parse(text);
    if read.is_none() {
        let message = format!("`{text}` is no selector such as app == 'web' && has(tier)");
        say(faults, selector.node(), message);
    }
    read
}

fn of_rule<'a>(rule: CalicoRule<'a>, faults: &mut Vec<Fault<'a>>) {
    let action = rule.action();
    if !matches!(action.get(), Some("Allow" | "Deny" | "Log" | "Pass")) {
        let node = if action.is_absent() { rule.node() } else { action.node() };
        say(faults, node, "the action is one of `Allow`, `Deny`, `Log`, `Pass`");
    }
    for protocol in [rule.protocol(), rule.not_protocol()] {
        if let Some(written) = protocol.get().filter(|written| !is_protocol(*written)) {
            let written = match written {
                IntOrStr::Int(number) => number.to_string(),
                IntOrStr::Str(name) => name.to_owned(),
            };
            let message = format!(
                "`{written}` is no protocol: `TCP`, `UDP`, `SCTP`, `ICMP`, `ICMPv6`, `UDPLite`, or 1 to 255"
            );
            say(faults, protocol.node(), message);
        }
    }
    let has_ports = rule.protocol().get().is_some_and(has_ports);
    let mut families = [false, false];
    for entity in [rule.source(), rule.destination()].into_iter().filter_map(Field::get) {
        of_entity(entity, &mut families, faults);
        for ports in [entity.ports(), entity.not_ports()] {
            if !ports.is_empty() && !has_ports {
                let message = "ports go with the protocol `TCP`, `UDP` or `SCTP`";
                say(faults, ports.node(), message);
            }
            of_ports(ports, faults);
        }
    }
    if families == [true, true] {
        say(faults, rule.node(), "a rule has blocks of IPv4 or of IPv6, not of both");
    }
    for icmp in [rule.icmp(), rule.not_icmp()].into_iter().filter_map(Field::get) {
        of_icmp(icmp, faults);
    }
    if rule.icmp().is_set() && !rule.protocol().get().is_some_and(is_icmp) {
        let message = "`icmp` goes with the protocol `ICMP` or `ICMPv6`";
        say(faults, rule.icmp().node(), message);
    }
}

/// `families`: whether blocks of IPv4, and of IPv6, are in the rule.
fn of_entity<'a>(entity: CalicoEntity<'a>, families: &mut [bool; 2], faults: &mut Vec<Fault<'a>>) {
    let accounts = entity.service_accounts().then(|accounts| accounts.selector());
    of_selector(accounts, faults);
    for selector in [entity.selector(), entity.not_selector()] {
        if of_selector(selector, faults).is_some_and(|selector| selector.has_global()) {
            say(
                faults,
                selector.node(),
                "`global()` is for the `namespaceSelector` of a rule alone",
            );
        }
    }
    let namespaces = of_selector(entity.namespace_selector(), faults);
    if namespaces.is_some_and(|one| one.has_global() && one != CalicoSelector::Global) {
        let message = "`global()` is not combined with other selectors";
        say(faults, entity.namespace_selector().node(), message);
    }
    for nets in [entity.nets(), entity.not_nets()] {
        of_nets(nets, families, faults);
    }
}

fn of_nets<'a>(
    nets: Field<'a, List<'a, &'a str>>,
    [v4, v6]: &mut [bool; 2],
    faults: &mut Vec<Fault<'a>>,
) {
    for (text, node) in nets.entries() {
        let Some(range) = range(text, node, faults) else {
            continue;
        };
        let address = text.split('/').next().and_then(Address::parse);
        if address != Some(range.start()) {
            say(
                faults,
                node,
                format!("`{text}` has bits below its prefix: `{range}` is the block"),
            );
        }
        *v4 |= !range.v6;
        *v6 |= range.v6;
    }
}

fn of_ports<'a>(ports: Field<'a, List<'a, IntOrStr<'a>>>, faults: &mut Vec<Fault<'a>>) {
    for (port, node) in ports.entries() {
        match port {
            IntOrStr::Int(number) if !is_port(number) => {
                say(faults, node, format!("{number} is no port: 1 to 65535"));
            }
            IntOrStr::Str(text) if !is_port_text(text) => {
                say(
                    faults,
                    node,
                    format!("`{text}` is no port, no range such as 80:90, and no name"),
                );
            }
            _ => {}
        }
    }
}

fn of_icmp<'a>(icmp: CalicoIcmp<'a>, faults: &mut Vec<Fault<'a>>) {
    let (kind, code) = (icmp.type_(), icmp.code());
    if let Some(number) = kind.get().filter(|number| !(0..=254).contains(number)) {
        say(faults, kind.node(), format!("{number} is no type of ICMP: 0 to 254"));
    }
    if let Some(number) = code.get().filter(|number| !(0..=255).contains(number)) {
        say(faults, code.node(), format!("{number} is no code of ICMP: 0 to 255"));
    }
    if code.is_set() && kind.is_absent() {
        say(faults, code.node(), "a code of ICMP goes with a type");
    }
}

fn number_of(protocol: IntOrStr<'_>) -> Option<i64> {
    match protocol {
        IntOrStr::Int(number) => Some(number),
        IntOrStr::Str(name) => name.parse().ok(),
    }
}

fn is_one_of(protocol: IntOrStr<'_>, names: &[&str]) -> bool {
    matches!(protocol, IntOrStr::Str(name) if names.iter().any(|one| one.eq_ignore_ascii_case(name)))
}

fn is_protocol(protocol: IntOrStr<'_>) -> bool {
    number_of(protocol).is_some_and(|number| (1..=255).contains(&number))
        || is_one_of(protocol, &["TCP", "UDP", "SCTP", "ICMP", "ICMPv6", "UDPLite"])
}

fn has_ports(protocol: IntOrStr<'_>) -> bool {
    matches!(number_of(protocol), Some(6 | 17 | 132))
        || is_one_of(protocol, &["TCP", "UDP", "SCTP"])
}

fn is_icmp(protocol: IntOrStr<'_>) -> bool {
    matches!(number_of(protocol), Some(1 | 58)) || is_one_of(protocol, &["ICMP", "ICMPv6"])
}

/// A number, `first:last`, or a name.
fn is_port_text(text: &str) -> bool {
    let number = |text: &str| text.parse::<u16>().ok().filter(|number| *number > 0);
    if let Some((first, last)) = text.split_once(':') {
        return number(first).zip(number(last)).is_some_and(|(first, last)| first <= last);
    }
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(text).is_some();
    }
    text.len() <= 128 && text.bytes().all(in_name)
}

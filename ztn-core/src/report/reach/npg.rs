//! Connections as netpol-analyzer writes them, so that what reads its output reads this.
//!
//! <https://github.com/np-guard/netpol-analyzer>: addresses of IPv4 as `first-last[External]`, what an
//! Ingress or a Route leads to as `{ingress-controller}`, and TCP, UDP and SCTP alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::words::port_set;
use super::{PortRange, Reach};
use crate::engine::network::{PortSet, Ports, Protocol};
use crate::model::{Address, AddressRange};

const CONTROLLER: &str = "{ingress-controller}";

/// `source => destination : connections`, a line each.
pub(super) fn txt(reach: &Reach) -> String {
    let mut text = String::new();
    for (src, dst, conn) in rows(reach) {
        let _ = writeln!(text, "{src} => {dst} : {conn}");
    }
    text
}

/// `src,dst,conn`.
pub(super) fn csv(reach: &Reach) -> String {
    let mut text = "src,dst,conn\n".to_owned();
    for (src, dst, conn) in rows(reach) {
        let _ = writeln!(text, "{src},{dst},{}", super::csv::field(&conn));
    }
    text
}

/// Source, destination and connections, in the order of the first two.
fn rows(reach: &Reach) -> BTreeSet<(String, String, String)> {
    let edges = reach.edges.iter().filter_map(|edge| {
        let ports = set(&edge.ports);
        (!ports.is_empty()).then_some((peer(&edge.src)?, peer(&edge.dst)?, words(&ports)))
    });
    let mut controller: BTreeMap<&str, PortSet> = BTreeMap::new();
    let by_controller = ["ingress", "route"];
    for way in reach.exposed.iter().filter(|way| by_controller.contains(&way.kind.as_ref())) {
        let ports = controller.entry(&way.dst).or_default();
        *ports = ports.or(&set(&way.admitted));
    }
    let controller = controller.into_iter().filter(|(_, ports)| !ports.is_empty());
    let controller =
        controller.map(|(dst, ports)| (CONTROLLER.to_owned(), dst.to_owned(), words(&ports)));
    edges.chain(controller).collect()
}

/// A peer; none for addresses of IPv6.
fn peer(id: &str) -> Option<String> {
    if id.contains('[') {
        return Some(id.to_owned());
    }
    let range = AddressRange::parse(id).or_else(|| {
        let (first, last) = id.split_once('-')?;
        let (first, last) = (Address::parse(first)?, Address::parse(last)?);
        Some(AddressRange { v6: first.v6, first: first.bits, last: last.bits })
    });
    let range = range.filter(|range| !range.v6)?;
    let dotted = |bits: u128| std::net::Ipv4Addr::from(u32::try_from(bits).unwrap_or(u32::MAX));
    Some(format!("{}-{}[External]", dotted(range.first), dotted(range.last)))
}

/// Of the protocols that it knows.
fn set(ports: &[PortRange]) -> PortSet {
    port_set(ports).and(&PortSet::of(Protocol::WITH_PORTS.map(Ports::every)))
}

fn words(ports: &PortSet) -> String {
    if *ports == PortSet::of(Protocol::WITH_PORTS.map(Ports::every)) {
        return "All Connections".to_owned();
    }
    let mut by_protocol: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for Ports { protocol, from, to } in ports.ports() {
        by_protocol.entry(protocol.name()).or_default().push(match from == to {
            true => from.to_string(),
            false => format!("{from}-{to}"),
        });
    }
    let each =
        by_protocol.iter().map(|(protocol, ports)| format!("{protocol} {}", ports.join(",")));
    each.collect::<Vec<_>>().join(",")
}

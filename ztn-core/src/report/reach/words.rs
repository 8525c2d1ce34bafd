//! Ports and peers in words.

use std::collections::{BTreeMap, HashSet};

use super::{PortRange, Reach};
use crate::engine::network::{PortSet, Ports, Protocol};

/// All addresses that are of no pod.
pub(super) const OUTSIDE: &str = "outside";

/// Ports as people write them.
pub(crate) fn ports(ports: &[PortRange]) -> String {
    let set = port_set(ports);
    let rest = PortSet::all().minus(&set);
    if set.is_empty() {
        "nothing".to_owned()
    } else if rest.is_empty() {
        "everything".to_owned()
    } else if rest.ports().count() < set.ports().count() {
        format!("everything but {}", each(&rest))
    } else {
        each(&set)
    }
}

fn each(set: &PortSet) -> String {
    let each = set.ports().map(|ports| match (ports.protocol.name(), ports) {
        (protocol, ports) if ports.is_every() => format!("all {protocol}"),
        (protocol, Ports { from, to, .. }) if from == to => format!("{protocol} {from}"),
        (protocol, Ports { from, to, .. }) => format!("{protocol} {from}-{to}"),
    });
    each.collect::<Vec<_>>().join(", ")
}

/// The set that a report writes as ranges.
pub(crate) fn port_set(ports: &[PortRange]) -> PortSet {
    PortSet::of(ports.iter().filter_map(|range| {
        let protocol = Protocol::from_name(&range.protocol)?;
        let number = |port: Option<u32>| port.and_then(|port| u16::try_from(port).ok());
        Some(match (number(range.from), number(range.to)) {
            (Some(from), Some(to)) => Ports { protocol, from, to },
            _ => Ports::every(protocol),
        })
    }))
}

/// What peers are called where people read: without the kind, unless that is what tells two apart; a whole
/// namespace, and the whole cluster, as one.
pub(super) struct Names<'r> {
    by_namespace: BTreeMap<&'r str, Vec<&'r str>>,
    /// Names that peers of several kinds share.
    shared: HashSet<&'r str>,
    count: usize,
}

impl<'r> Names<'r> {
    pub(super) fn of(reach: &'r Reach) -> Self {
        let mut by_namespace: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
        for peer in &reach.peers {
            by_namespace.entry(&peer.namespace).or_default().push(&peer.id);
            let name = without_kind(&peer.id);
            if !seen.insert(name) {
                shared.insert(name);
            }
        }
        Self { by_namespace, shared, count: reach.peers.len() }
    }

    /// One peer.
    pub(super) fn short(&self, id: &'r str) -> &'r str {
        let name = without_kind(id);
        if self.shared.contains(name) { id } else { name }
    }

    /// Several, in order; `who` is sorted.
    pub(super) fn collapsed(&self, who: &[&'r str]) -> Vec<String> {
        let (outside, pods): (Vec<&str>, Vec<&str>) = who.iter().partition(|id| !id.contains('['));
        let mut names: Vec<String> = Vec::new();
        if pods.len() == self.count && self.count > 1 {
            names.push("every workload".to_owned());
        } else {
            let asked: HashSet<&str> = pods.iter().copied().collect();
            for (namespace, all) in &self.by_namespace {
                let here = all.iter().filter(|id| asked.contains(**id));
                let here: Vec<&str> = here.copied().collect();
                if here.len() == all.len() && all.len() > 1 {
                    names.push(format!("{namespace}/*"));
                } else {
                    names.extend(here.into_iter().map(|id| self.short(id).to_owned()));
                }
            }
        }
        names.extend(outside.into_iter().map(str::to_owned));
        names
    }
}

/// `namespace/name` of `namespace/name[Kind]`.
pub(super) fn without_kind(id: &str) -> &str {
    id.split('[').next().unwrap_or(id)
}

/// The namespace of a peer; none of addresses.
pub(super) fn namespace(id: &str) -> Option<&str> {
    id.contains('[').then(|| id.split('/').next()).flatten()
}

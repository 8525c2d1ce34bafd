//! Connections by the names of their ends, in order. Each name is made once, however many connections it has.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::build::name;
use super::{PortRange, Reason};
use crate::engine::network::{Network, Peer};
use crate::model::AddressRange;
use crate::span::to_u32;

/// A connection that was found, surely or perhaps.
pub(super) struct Connection {
    pub(super) src: Peer,
    pub(super) dst: Peer,
    pub(super) ports: Rc<[PortRange]>,
    pub(super) because: Vec<Reason>,
    pub(super) needs: Vec<String>,
}

/// The names of peers, in order: peers of one name have one place.
pub(super) struct Names {
    texts: Vec<String>,
    of_workloads: Vec<u32>,
    of_ranges: HashMap<AddressRange, u32>,
}

impl Names {
    /// Those of the workloads, and of what is outside at the ends of `connections`.
    pub(super) fn of<'c>(
        network: &Network<'_>,
        connections: impl Iterator<Item = &'c Connection>,
    ) -> Self {
        let mut seen = HashSet::new();
        let mut peers: Vec<Peer> =
            (0..to_u32(network.members().len())).map(Peer::Workload).collect();
        for peer in connections.flat_map(|one| [one.src, one.dst]) {
            if matches!(peer, Peer::Outside(range) if seen.insert(range)) {
                peers.push(peer);
            }
        }
        let mut named: Vec<(String, Peer)> =
            peers.into_iter().map(|peer| (name(network, peer), peer)).collect();
        named.sort();
        let mut names = Self {
            texts: Vec::new(),
            of_workloads: vec![0; network.members().len()],
            of_ranges: HashMap::new(),
        };
        for (text, peer) in named {
            if names.texts.last() != Some(&text) {
                names.texts.push(text);
            }
            let place = to_u32(names.texts.len() - 1);
            match peer {
                Peer::Workload(index) => {
                    if let Some(of) = names.of_workloads.get_mut(index as usize) {
                        *of = place;
                    }
                }
                Peer::Outside(range) => drop(names.of_ranges.insert(range, place)),
            }
        }
        names
    }

    fn place(&self, peer: Peer) -> u32 {
        let place = match peer {
            Peer::Workload(index) => self.of_workloads.get(index as usize),
            Peer::Outside(range) => self.of_ranges.get(&range),
        };
        place.copied().unwrap_or_default()
    }

    pub(super) fn text(&self, peer: Peer) -> String {
        self.texts.get(self.place(peer) as usize).cloned().unwrap_or_default()
    }

    /// By the names of both ends.
    pub(super) fn in_order(&self, mut connections: Vec<Connection>) -> Vec<Connection> {
        connections.sort_by_cached_key(|one| (self.place(one.src), self.place(one.dst)));
        connections
    }
}

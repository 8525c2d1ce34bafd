//! What changed between two states of a network.

use std::collections::BTreeMap;

use crate::engine::network::{Network, Peer, PortSet, Reach};
use crate::model::{Address, AddressRange};

/// A pair between which something passes that did not, or no longer passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Who opens the connection: a workload by its id, or addresses outside.
    pub src: String,
    /// Who takes it.
    pub dst: String,
    /// What surely passed before.
    pub before: PortSet,
    /// What surely passes now.
    pub after: PortSet,
}

impl Changed {
    /// What passes now and did not.
    #[must_use]
    pub fn gained(&self) -> PortSet {
        self.after.minus(&self.before)
    }

    /// What passed and does not any more.
    #[must_use]
    pub fn lost(&self) -> PortSet {
        self.before.minus(&self.after)
    }
}

/// Between workloads by both ids; with addresses by the workload, in stretches.
#[derive(Default)]
struct State {
    inside: BTreeMap<(String, String), PortSet>,
    incoming: BTreeMap<String, Vec<(AddressRange, PortSet)>>,
    outgoing: BTreeMap<String, Vec<(AddressRange, PortSet)>>,
}

impl State {
    fn of(network: &Network<'_>) -> Self {
        let mut state = Self::default();
        let id = |index: u32| network.member(index).map(|member| member.id());
        network.each_reach(|src, dst, reach| {
            for (src, dst) in src.each().flat_map(|src| dst.each().map(move |dst| (src, dst))) {
                state.add(src, dst, reach, &id);
            }
        });
        state
    }

    fn add(&mut self, src: Peer, dst: Peer, reach: &Reach, id: &impl Fn(u32) -> Option<String>) {
        if reach.must.is_empty() {
            return;
        }
        match (src, dst) {
            (Peer::Workload(src), Peer::Workload(dst)) => {
                if let (Some(src), Some(dst)) = (id(src), id(dst))
                    && src != dst
                {
                    // Pods of one owner that policies tell apart have one name.
                    let known = self.inside.entry((src, dst)).or_default();
                    *known = known.or(&reach.must);
                }
            }
            (Peer::Outside(range), Peer::Workload(dst)) => {
                let list = id(dst).map(|dst| self.incoming.entry(dst).or_default());
                list.into_iter().for_each(|list| list.push((range, reach.must.clone())));
            }
            (Peer::Workload(src), Peer::Outside(range)) => {
                let list = id(src).map(|src| self.outgoing.entry(src).or_default());
                list.into_iter().for_each(|list| list.push((range, reach.must.clone())));
            }
            (Peer::Outside(_), Peer::Outside(_)) => {}
        }
    }
}

/// Every pair of which another part surely passes than before, by both ends. Workloads are the same if
/// their namespace, name and kind are.
#[must_use]
pub fn diff(before: &Network<'_>, after: &Network<'_>) -> Vec<Changed> {
    let (before, after) = (State::of(before), State::of(after));
    let mut changes = Vec::new();
    for (src, dst) in keys(&before.inside, &after.inside) {
        let key = (src.clone(), dst.clone());
        let of = |state: &State| state.inside.get(&key).cloned().unwrap_or_default();
        push(&mut changes, src, dst, of(&before), of(&after));
    }
    for workload in keys(&before.incoming, &after.incoming) {
        for (range, one, two) in
            stretches(before.incoming.get(workload), after.incoming.get(workload))
        {
            push(&mut changes, &range.to_string(), workload, one, two);
        }
    }
    for workload in keys(&before.outgoing, &after.outgoing) {
        for (range, one, two) in
            stretches(before.outgoing.get(workload), after.outgoing.get(workload))
        {
            push(&mut changes, workload, &range.to_string(), one, two);
        }
    }
    changes.sort_by(|a, b| (&a.src, &a.dst).cmp(&(&b.src, &b.dst)));
    changes
}

fn push(changes: &mut Vec<Changed>, src: &str, dst: &str, before: PortSet, after: PortSet) {
    if before != after {
        changes.push(Changed { src: src.to_owned(), dst: dst.to_owned(), before, after });
    }
}

fn keys<'a, K: Ord, V>(a: &'a BTreeMap<K, V>, b: &'a BTreeMap<K, V>) -> Vec<&'a K> {
    let mut keys: Vec<&K> = a.keys().chain(b.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

type Ranges = Vec<(AddressRange, PortSet)>;

/// The addresses that neither state divides, with what either lets pass there; neighbours that are alike
/// are one.
fn stretches(a: Option<&Ranges>, b: Option<&Ranges>) -> Vec<(AddressRange, PortSet, PortSet)> {
    let (a, b) = (a.map_or(&[][..], Vec::as_slice), b.map_or(&[][..], Vec::as_slice));
    let mut cuts: Vec<Address> = vec![AddressRange::V4.start(), AddressRange::V6.start()];
    for (range, _) in a.iter().chain(b) {
        cuts.push(range.start());
        cuts.extend(range.after());
    }
    cuts.sort_unstable();
    cuts.dedup();
    let at = |ranges: &[(AddressRange, PortSet)], address| {
        let here = ranges.iter().filter(|(range, _)| range.holds(address));
        here.fold(PortSet::default(), |any, (_, ports)| any.or(ports))
    };
    let mut found: Vec<(AddressRange, PortSet, PortSet)> = Vec::new();
    for (cut, next) in cuts.iter().zip(cuts.iter().skip(1).map(Some).chain([None])) {
        let whole = if cut.v6 { AddressRange::V6 } else { AddressRange::V4 };
        let next = next.filter(|next| next.v6 == cut.v6);
        let last = next.map_or(whole.last, |next| next.bits - 1);
        let (one, two) = (at(a, *cut), at(b, *cut));
        match found.last_mut() {
            Some((range, x, y)) if range.v6 == cut.v6 && *x == one && *y == two => {
                range.last = last
            }
            _ => found.push((AddressRange { v6: cut.v6, first: cut.bits, last }, one, two)),
        }
    }
    found
}

//! Sets of protocols and ports, exact, and cheap to combine.

use std::collections::HashMap;

use crate::span::to_u32;

/// A protocol, as policies tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
    /// ICMP; its "ports" are type and code, a byte each.
    Icmp,
    /// ICMP for IPv6, likewise.
    IcmpV6,
    /// Every other protocol of IP, which no port tells apart.
    Other,
}

impl Protocol {
    /// Every protocol.
    pub const ALL: [Self; 6] =
        [Self::Tcp, Self::Udp, Self::Sctp, Self::Icmp, Self::IcmpV6, Self::Other];

    /// Those with ports.
    pub const WITH_PORTS: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// Its name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
            Self::Icmp => "ICMP",
            Self::IcmpV6 => "ICMPv6",
            Self::Other => "other",
        }
    }

    /// The protocol with this name, in whatever case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.name().eq_ignore_ascii_case(name))
    }

    /// Has it ports?
    #[must_use]
    pub const fn has_ports(self) -> bool {
        matches!(self, Self::Tcp | Self::Udp | Self::Sctp)
    }

    /// Its lowest port: 0 is none, but a type of ICMP.
    const fn lowest(self) -> u16 {
        if self.has_ports() { 1 } else { 0 }
    }
}

/// Ports of one protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ports {
    /// The protocol.
    pub protocol: Protocol,
    /// The first port.
    pub from: u16,
    /// The last port.
    pub to: u16,
}

impl Ports {
    /// One port.
    #[must_use]
    pub const fn one(protocol: Protocol, port: u16) -> Self {
        Self { protocol, from: port, to: port }
    }

    /// Every port of a protocol.
    #[must_use]
    pub const fn every(protocol: Protocol) -> Self {
        Self { protocol, from: protocol.lowest(), to: u16::MAX }
    }

    /// Are these all the ports of the protocol?
    #[must_use]
    pub fn is_every(self) -> bool {
        self.from <= self.protocol.lowest() && self.to == u16::MAX
    }
}

/// A set of ports of all protocols: sorted ranges of points, a point being protocol and port in one
/// number, no two of them touching. Equal sets have equal ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortSet(Box<[(u32, u32)]>);

impl PortSet {
    /// The set of these ports.
    #[must_use]
    pub fn of(ports: impl IntoIterator<Item = Ports>) -> Self {
        let ranges = ports.into_iter().filter_map(|Ports { protocol, from, to }| {
            let from = from.max(protocol.lowest());
            (from <= to).then(|| (point(protocol, from), point(protocol, to)))
        });
        Self::from_ranges(ranges.collect())
    }

    /// Every port of every protocol.
    #[must_use]
    pub fn all() -> Self {
        Self::of(Protocol::ALL.map(Ports::every))
    }

    fn from_ranges(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some((_, end)) if from <= end.saturating_add(1) => *end = (*end).max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged.into())
    }

    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Is this port in it?
    #[must_use]
    pub fn holds(&self, protocol: Protocol, port: u16) -> bool {
        let point = point(protocol, port);
        self.0.iter().any(|&(from, to)| (from..=to).contains(&point))
    }

    /// What is in it, by protocol.
    pub fn ports(&self) -> impl Iterator<Item = Ports> {
        self.0.iter().flat_map(|&(from, to)| {
            Protocol::ALL.into_iter().filter_map(move |protocol| {
                let Ports { from: first, to: last, .. } = Ports::every(protocol);
                let from = from.max(point(protocol, first));
                let to = to.min(point(protocol, last));
                (from <= to).then(|| Ports { protocol, from: low(from), to: low(to) })
            })
        })
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::from_ranges(self.0.iter().chain(&other.0).copied().collect())
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|&a| other.0.iter().map(move |&b| (a, b)));
        let shared = pairs.filter_map(|((a, b), (c, d))| {
            let (from, to) = (a.max(c), b.min(d));
            (from <= to).then_some((from, to))
        });
        Self::from_ranges(shared.collect())
    }

    /// What is in this one alone.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut left: Vec<(u32, u32)> = Vec::new();
        for &(mut from, to) in &self.0 {
            let mut used_up = false;
            for &(hole, end) in &other.0 {
                if end < from || hole > to {
                    continue;
                }
                if hole > from {
                    left.push((from, hole - 1));
                }
                used_up = end >= to;
                from = end.saturating_add(1);
                if used_up {
                    break;
                }
            }
            if !used_up {
                left.push((from, to));
            }
        }
        Self::from_ranges(left)
    }
}

const fn point(protocol: Protocol, port: u16) -> u32 {
    ((protocol as u32) << 16) | port as u32
}

/// The port of a point.
fn low(point: u32) -> u16 {
    u16::try_from(point & 0xffff).unwrap_or(u16::MAX)
}

/// A set that is known by its number: equal sets have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SetId(u32);

impl SetId {
    /// Nothing.
    pub(super) const NONE: Self = Self(0);
    /// Every port of every protocol.
    pub(super) const ALL: Self = Self(1);
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    And,
    Or,
    Minus,
}

type Done = (Operation, SetId, SetId);

/// The sets of one cluster. There are few of them, and they are combined over and over: what was done
/// once is looked up.
pub(super) struct Sets {
    list: Vec<PortSet>,
    ids: HashMap<PortSet, SetId>,
    done: HashMap<Done, SetId>,
    /// The last results, where they are found without hashing.
    recent: Vec<Option<(Done, SetId)>>,
}

const RECENT: usize = 1 << 10;

impl Sets {
    pub(super) fn new() -> Self {
        let mut sets = Self {
            list: Vec::new(),
            ids: HashMap::new(),
            done: HashMap::new(),
            recent: vec![None; RECENT],
        };
        sets.id(PortSet::default());
        sets.id(PortSet::all());
        sets
    }

    /// The number of a set.
    pub(super) fn id(&mut self, set: PortSet) -> SetId {
        if let Some(&id) = self.ids.get(&set) {
            return id;
        }
        let id = SetId(to_u32(self.list.len()));
        self.list.push(set.clone());
        self.ids.insert(set, id);
        id
    }

    /// The set with this number.
    pub(super) fn get(&self, id: SetId) -> PortSet {
        self.list.get(id.0 as usize).cloned().unwrap_or_default()
    }

    /// What is in both.
    pub(super) fn and(&mut self, a: SetId, b: SetId) -> SetId {
        match (a, b) {
            (SetId::NONE, _) | (_, SetId::NONE) => SetId::NONE,
            (SetId::ALL, set) | (set, SetId::ALL) => set,
            (a, b) if a == b => a,
            (a, b) => self.operate(Operation::And, a.min(b), a.max(b)),
        }
    }

    /// What is in either.
    pub(super) fn or(&mut self, a: SetId, b: SetId) -> SetId {
        match (a, b) {
            (SetId::ALL, _) | (_, SetId::ALL) => SetId::ALL,
            (SetId::NONE, set) | (set, SetId::NONE) => set,
            (a, b) if a == b => a,
            (a, b) => self.operate(Operation::Or, a.min(b), a.max(b)),
        }
    }

    /// What is in `a` and not in `b`.
    pub(super) fn minus(&mut self, a: SetId, b: SetId) -> SetId {
        match (a, b) {
            (SetId::NONE, _) | (_, SetId::ALL) => SetId::NONE,
            (set, SetId::NONE) => set,
            (a, b) if a == b => SetId::NONE,
            (a, b) => self.operate(Operation::Minus, a, b),
        }
    }

    fn operate(&mut self, operation: Operation, a: SetId, b: SetId) -> SetId {
        let done = (operation, a, b);
        let slot =
            (a.0.wrapping_mul(31) ^ b.0.wrapping_mul(17) ^ operation as u32) as usize % RECENT;
        if let Some(&Some((recent, id))) = self.recent.get(slot)
            && recent == done
        {
            return id;
        }
        let id = match self.done.get(&done) {
            Some(&id) => id,
            None => {
                let (left, right) = (self.get(a), self.get(b));
                let id = self.id(match operation {
                    Operation::And => left.and(&right),
                    Operation::Or => left.or(&right),
                    Operation::Minus => left.minus(&right),
                });
                self.done.insert(done, id);
                id
            }
        };
        if let Some(recent) = self.recent.get_mut(slot) {
            *recent = Some((done, id));
        }
        id
    }
}

/// What surely passes, and what may pass: `must` is a part of `may`, and where they are equal, all is
/// known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Bounds {
    pub(super) must: SetId,
    pub(super) may: SetId,
}

impl Bounds {
    pub(super) const NONE: Self = Self::exactly(SetId::NONE);
    pub(super) const ALL: Self = Self::exactly(SetId::ALL);

    /// All is known.
    pub(super) const fn exactly(set: SetId) -> Self {
        Self { must: set, may: set }
    }

    pub(super) fn and(self, other: Self, sets: &mut Sets) -> Self {
        Self { must: sets.and(self.must, other.must), may: sets.and(self.may, other.may) }
    }

    pub(super) fn or(self, other: Self, sets: &mut Sets) -> Self {
        Self { must: sets.or(self.must, other.must), may: sets.or(self.may, other.may) }
    }

    /// What is left where `other` is taken away: surely what `other` surely leaves.
    pub(super) fn minus(self, other: Self, sets: &mut Sets) -> Self {
        Self { must: sets.minus(self.must, other.may), may: sets.minus(self.may, other.must) }
    }

    /// The same, where it is not sure that there is anything at all.
    pub(super) fn perhaps(self) -> Self {
        Self { must: SetId::NONE, may: self.may }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_is_every_port_of_every_protocol() {
        let all = PortSet::all();
        assert_eq!(all.ports().collect::<Vec<_>>(), Protocol::ALL.map(Ports::every));
        assert!(!all.holds(Protocol::Tcp, 0));
        assert!(all.holds(Protocol::Icmp, 0));
    }

    #[test]
    fn neighbours_become_one_range_of_a_protocol() {
        let set = PortSet::of([
            Ports { protocol: Protocol::Tcp, from: 81, to: 90 },
            Ports::one(Protocol::Tcp, 80),
            Ports::one(Protocol::Udp, 80),
        ]);
        let tcp = Ports { protocol: Protocol::Tcp, from: 80, to: 90 };
        assert_eq!(set.ports().collect::<Vec<_>>(), [tcp, Ports::one(Protocol::Udp, 80)]);
    }

    fn ports() -> impl Strategy<Value = Vec<Ports>> {
        let one = (0..6_usize, 0..40_u16, 0..6_u16).prop_map(|(protocol, from, more)| Ports {
            protocol: Protocol::ALL[protocol],
            // At both ends of what there is.
            from: if from < 20 { from } else { u16::MAX - 45 + from },
            to: if from < 20 { from + more } else { u16::MAX - 45 + from + more },
        });
        proptest::collection::vec(one, 0..6)
    }

    proptest! {
        #[test]
        fn sets_hold_what_their_points_say(a in ports(), b in ports()) {
            let mut sets = Sets::new();
            let (x, y) = (PortSet::of(a), PortSet::of(b));
            let (i, j) = (sets.id(x.clone()), sets.id(y.clone()));
            let (and, or, minus) = (sets.and(i, j), sets.or(i, j), sets.minus(i, j));
            for protocol in Protocol::ALL {
                for port in (0..50).chain(u16::MAX - 50..=u16::MAX) {
                    let (in_x, in_y) = (x.holds(protocol, port), y.holds(protocol, port));
                    prop_assert_eq!(sets.get(and).holds(protocol, port), in_x && in_y);
                    prop_assert_eq!(sets.get(or).holds(protocol, port), in_x || in_y);
                    prop_assert_eq!(sets.get(minus).holds(protocol, port), in_x && !in_y);
                }
            }
        }
    }
}

//! Whether two lists of connections mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::golden::{Connections, Ports, Range, joined, of_port};

/// The part of an answer that was asked for.
pub(super) struct Focus {
    pub(super) workloads: BTreeSet<String>,
    pub(super) peers: BTreeSet<String>,
    pub(super) direction: Option<String>,
    pub(super) port: Option<(&'static str, u32)>,
}

impl Focus {
    /// Is `id` one of these, by name or by namespace and name?
    fn names(wanted: &BTreeSet<String>, id: &str) -> bool {
        let bare = id.split('[').next().unwrap_or(id).trim_matches(['{', '}']);
        let name = bare.rsplit('/').next().unwrap_or(bare);
        wanted.contains(bare) || wanted.contains(name)
    }

    /// Is a connection between the two asked for? An address outside has no name.
    fn wants(&self, src: &str, dst: &str) -> bool {
        let of = |end: &str, other: &str| {
            Self::names(&self.workloads, end)
                && (self.peers.is_empty() || Self::names(&self.peers, other))
        };
        let out = self.direction.as_deref() != Some("ingress") && of(src, dst);
        let into = self.direction.as_deref() != Some("egress") && of(dst, src);
        self.workloads.is_empty() || out || into
    }

    fn cut(&self, ports: &Ports) -> Ports {
        let Some((protocol, port)) = self.port else {
            return ports.clone();
        };
        of_port(ports, protocol, port)
    }
}

impl Connections {
    pub(super) fn focused(&self, focus: &Focus) -> Self {
        let mut focused = Self::default();
        for ((src, dst), ports) in self.inside.iter().filter(|((s, d), _)| focus.wants(s, d)) {
            focused.inside.insert((src.clone(), dst.clone()), focus.cut(ports));
        }
        let cut = |list: &Vec<(Range, Ports)>| -> Vec<(Range, Ports)> {
            list.iter().map(|(range, ports)| (*range, focus.cut(ports))).collect()
        };
        for (dst, list) in self.incoming.iter().filter(|(dst, _)| focus.wants("", dst)) {
            focused.incoming.insert(dst.clone(), cut(list));
        }
        for (src, list) in self.outgoing.iter().filter(|(src, _)| focus.wants(src, "")) {
            focused.outgoing.insert(src.clone(), cut(list));
        }
        focused
    }
}

/// Where they differ, a line each.
pub(super) fn differences(ours: &Connections, theirs: &Connections) -> Vec<String> {
    let mut lines = Vec::new();
    let none = Ports::new();
    for (src, dst) in keys(&ours.inside, &theirs.inside) {
        let key = (src.clone(), dst.clone());
        let (a, b) =
            (ours.inside.get(&key).unwrap_or(&none), theirs.inside.get(&key).unwrap_or(&none));
        if a != b {
            lines.push(format!("{src} -> {dst}: {a:?}, not {b:?}"));
        }
    }
    for (ours, theirs, way) in
        [(&ours.incoming, &theirs.incoming, "from"), (&ours.outgoing, &theirs.outgoing, "to")]
    {
        let none = Vec::new();
        for workload in keys(ours, theirs) {
            let (a, b) =
                (ours.get(workload).unwrap_or(&none), theirs.get(workload).unwrap_or(&none));
            for (address, a, b) in stretches(a, b).into_iter().filter(|(_, a, b)| a != b) {
                lines.push(format!("{workload} {way} {address}: {a:?}, not {b:?}"));
            }
        }
    }
    lines
}

fn keys<'a, K: Ord, V>(a: &'a BTreeMap<K, V>, b: &'a BTreeMap<K, V>) -> BTreeSet<&'a K> {
    a.keys().chain(b.keys()).collect()
}

/// The first address of each stretch that neither list divides, with what either has there.
fn stretches(a: &[(Range, Ports)], b: &[(Range, Ports)]) -> Vec<(Ipv4Addr, Ports, Ports)> {
    let mut cuts = BTreeSet::from([0]);
    for ((first, last), _) in a.iter().chain(b) {
        cuts.insert(*first);
        cuts.extend(last.checked_add(1));
    }
    let at = |list: &[(Range, Ports)], address: u32| {
        let here = list.iter().filter(|((first, last), _)| (*first..=*last).contains(&address));
        joined(here.flat_map(|(_, ports)| ports.iter().cloned()).collect())
    };
    cuts.into_iter().map(|cut| (Ipv4Addr::from_bits(cut), at(a, cut), at(b, cut))).collect()
}

/// Where our change from `before` to `after` is not the one that was written as `gone` and `come`.
pub(super) fn changes(
    before: &Connections,
    after: &Connections,
    gone: &Connections,
    come: &Connections,
) -> Vec<String> {
    // The peer lists what differs: every pair it does not list is the same in both, and every pair it
    // lists is as it says.
    let mut lines = Vec::new();
    let none = Ports::new();
    for key in
        keys(&before.inside, &after.inside).into_iter().chain(keys(&gone.inside, &come.inside))
    {
        let of = |list: &Connections| list.inside.get(key).unwrap_or(&none).clone();
        let (a, b) = (of(before), of(after));
        let is_listed = gone.inside.contains_key(key) || come.inside.contains_key(key);
        let as_written = if is_listed { a == of(gone) && b == of(come) } else { a == b };
        if !as_written {
            lines.push(format!("{} -> {}: {a:?} became {b:?}", key.0, key.1));
        }
    }
    for (before, after, gone, come, way) in [
        (&before.incoming, &after.incoming, &gone.incoming, &come.incoming, "from"),
        (&before.outgoing, &after.outgoing, &gone.outgoing, &come.outgoing, "to"),
    ] {
        let none = Vec::new();
        for workload in keys(before, after).into_iter().chain(keys(gone, come)) {
            let of = |list: &BTreeMap<String, Vec<(Range, Ports)>>| {
                list.get(workload).unwrap_or(&none).clone()
            };
            let written: Vec<_> = of(gone).into_iter().chain(of(come)).collect();
            for (address, a, b) in stretches_of(&of(before), &of(after), &written) {
                let listed = |list: &[(Range, Ports)]| {
                    let here =
                        list.iter().filter(|((f, l), _)| (*f..=*l).contains(&address.to_bits()));
                    let mut here = here.peekable();
                    here.peek()
                        .is_some()
                        .then(|| joined(here.flat_map(|(_, p)| p.clone()).collect()))
                };
                let as_written = match (listed(&of(gone)), listed(&of(come))) {
                    (None, None) => a == b,
                    (one, two) => a == one.unwrap_or_default() && b == two.unwrap_or_default(),
                };
                if !as_written {
                    lines.push(format!("{workload} {way} {address}: {a:?} became {b:?}"));
                }
            }
        }
    }
    lines
}

/// As [`stretches`], divided as a third list divides them, too.
fn stretches_of(
    a: &[(Range, Ports)],
    b: &[(Range, Ports)],
    also: &[(Range, Ports)],
) -> Vec<(Ipv4Addr, Ports, Ports)> {
    let nothing = |list: &[(Range, Ports)]| -> Vec<(Range, Ports)> {
        list.iter().map(|(range, _)| (*range, Ports::new())).collect()
    };
    let with = |list: &[(Range, Ports)]| -> Vec<(Range, Ports)> {
        list.iter().cloned().chain(nothing(also)).collect()
    };
    stretches(&with(a), &with(b))
}

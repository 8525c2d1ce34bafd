//! Which rules come into question where one is looked for that matches all that another one does.
//!
//! A wider rule has a peer that covers the first peer of the narrower one, and holds its first port: by what may
//! do so, rules are looked up, so that not every two are compared.

use std::collections::HashMap;
use std::iter::successors;

use super::policy::{NamedPort, Peers, Rule, Who};
use super::ports::{Protocol, SetId, Sets};
use super::program::Program;
use super::selector::{Expr, Key, Sym};
use crate::model::AddressRange;

/// What a peer that covers another one shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Peer {
    Everyone,
    /// Every pod.
    Pods,
    /// Pods of which a key has this value, among others.
    Value(Key, Sym),
    /// Pods of which something is asked of a key.
    Key(Key),
    /// Other pods.
    OtherPods,
    Nodes,
    Range(AddressRange),
}

/// Likewise, a port.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Port {
    One(Protocol, u16),
    Named(NamedPort),
    /// A stretch of ports, or more than are listed.
    Wide,
}

/// So many ports of one rule are listed.
const LISTED: usize = 8;

/// Rules by what they may cover.
#[derive(Default)]
pub(super) struct Wider(HashMap<(Peer, Port), Vec<u32>>);

impl Wider {
    /// Adds a rule, under a number of the caller's; greater ones come later.
    pub(super) fn add(&mut self, program: &Program<'_>, sets: &Sets, rule: &Rule, number: u32) {
        let peers = match &rule.peers {
            Peers::Everyone => vec![Peer::Everyone],
            Peers::AnyOf(items) => {
                items.iter().flat_map(|item| covered_by(program, &item.who)).collect()
            }
        };
        let ports = ports(sets, rule);
        for peer in peers {
            for port in &ports {
                let here = self.0.entry((peer, *port)).or_default();
                // The items of one rule may look alike.
                if here.last() != Some(&number) {
                    here.push(number);
                }
            }
        }
    }

    /// The rules that may match all that `rule` does, in order.
    pub(super) fn than(&self, program: &Program<'_>, sets: &Sets, rule: &Rule) -> Vec<u32> {
        let mut peers = vec![Peer::Everyone];
        if let Some(first) = rule.items().first() {
            peers.extend(covering(program, &first.who));
        }
        let ports = [first_port(sets, rule), Some(Port::Wide)].into_iter().flatten();
        let marks = ports.flat_map(|port| peers.iter().map(move |peer| (*peer, port)));
        let lists = marks.filter_map(|mark| self.0.get(&mark));
        let mut numbers: Vec<u32> = lists.flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// Where to find a peer that may cover others.
fn covered_by(program: &Program<'_>, who: &Who) -> Vec<Peer> {
    match who {
        Who::Pods(expr) => match program.expr(*expr).parts().first() {
            None => vec![Peer::Pods],
            Some(Expr::In(key, values)) => {
                values.iter().map(|value| Peer::Value(*key, *value)).collect()
            }
            Some(part) => vec![asked_of(part)],
        },
        Who::Blocks(blocks) => {
            let ranges = blocks.ranges.iter().map(|range| Peer::Range(*range));
            ranges.chain(blocks.hold_every_pod().then_some(Peer::Pods)).collect()
        }
        Who::Nodes(_) => vec![Peer::Nodes],
        // Those cover nobody.
        Who::PodsIn(..) | Who::Hosts(_) | Who::Group(_) => Vec::new(),
    }
}

/// Where to find whatever may cover this peer.
fn covering(program: &Program<'_>, who: &Who) -> Vec<Peer> {
    match who {
        Who::Pods(expr) => {
            let parts = program.expr(*expr).parts().iter().flat_map(|part| {
                let value = match part {
                    Expr::In(key, values) => values.first().map(|value| Peer::Value(*key, *value)),
                    _ => None,
                };
                [Some(asked_of(part)), value].into_iter().flatten()
            });
            parts.chain([Peer::Pods]).collect()
        }
        Who::Blocks(blocks) => {
            let around = blocks.ranges.first().into_iter().flat_map(|range| around(*range));
            around.map(Peer::Range).collect()
        }
        Who::Nodes(_) => vec![Peer::Nodes],
        Who::PodsIn(..) | Who::Hosts(_) | Who::Group(_) => Vec::new(),
    }
}

/// The key that a part of a selector is about. What implies it is about the same.
fn asked_of(part: &Expr) -> Peer {
    match part {
        Expr::In(key, _) | Expr::Exists(key) | Expr::Text(key, ..) => Peer::Key(*key),
        Expr::Not(inner) => asked_of(inner),
        Expr::All(_) | Expr::Any(_) | Expr::Broken => Peer::OtherPods,
    }
}

/// The block, and every block around it.
fn around(range: AddressRange) -> impl Iterator<Item = AddressRange> {
    successors(Some(range), |&AddressRange { v6, first, last }| {
        let whole = if v6 { AddressRange::V6 } else { AddressRange::V4 };
        let below = (first ^ last) << 1 | 1;
        (last - first < whole.last).then_some(AddressRange {
            v6,
            first: first & !below,
            last: last | below,
        })
    })
}

fn ports(sets: &Sets, rule: &Rule) -> Vec<Port> {
    if rule.ports.fixed == SetId::ALL {
        return vec![Port::Wide];
    }
    let fixed = sets.get(rule.ports.fixed);
    let fixed = fixed.ports().map(|ports| {
        if ports.from == ports.to { Port::One(ports.protocol, ports.from) } else { Port::Wide }
    });
    let mut all: Vec<Port> =
        fixed.chain(rule.ports.named.iter().copied().map(Port::Named)).take(LISTED + 1).collect();
    if all.len() > LISTED {
        all = vec![Port::Wide];
    }
    all
}

fn first_port(sets: &Sets, rule: &Rule) -> Option<Port> {
    let fixed = sets.get(rule.ports.fixed).ports().next();
    let fixed = fixed.map(|ports| Port::One(ports.protocol, ports.from));
    fixed.or_else(|| rule.ports.named.first().copied().map(Port::Named))
}

//! Connections as a graph, for those who draw one: nodes by namespace, and arrows between groups of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Reach;
use super::groups::groups;
use super::words::{Names, ports};

/// A graph.
pub(super) struct Graph {
    /// Nodes by namespace; those of no namespace under the empty name.
    pub(super) nodes: BTreeMap<String, BTreeSet<String>>,
    pub(super) arrows: Vec<Arrow>,
}

/// An arrow.
pub(super) struct Arrow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) words: String,
    /// Is it permitted, rather than unknown?
    pub(super) is_sure: bool,
}

impl Graph {
    pub(super) fn of(reach: &Reach) -> Self {
        let names = Names::of(reach);
        let mut graph = Self { nodes: BTreeMap::new(), arrows: Vec::new() };
        for peer in &reach.peers {
            graph.add(names.short(&peer.id));
        }
        let permitted = reach.edges.iter();
        let permitted = permitted.map(|e| (e.src.as_str(), e.dst.as_str(), ports(&e.ports)));
        let unknown = reach.unknown.iter();
        let unknown = unknown.map(|e| (e.src.as_str(), e.dst.as_str(), ports(&e.ports)));
        for (groups, is_sure) in
            [(groups(permitted, &names), true), (groups(unknown, &names), false)]
        {
            for group in groups {
                for from in &group.from {
                    for (to, words) in &group.to {
                        for to in to {
                            graph.add(from);
                            graph.add(to);
                            let (from, to, words) = (from.clone(), to.clone(), words.clone());
                            graph.arrows.push(Arrow { from, to, words, is_sure });
                        }
                    }
                }
            }
        }
        graph
    }

    fn add(&mut self, node: &str) {
        // A block of addresses has a slash, too, and ends in a number.
        let namespace = match node.split_once('/') {
            Some((namespace, _)) if !namespace.contains(['.', ':']) => namespace,
            _ => "",
        };
        self.nodes.entry(namespace.to_owned()).or_default().insert(node.to_owned());
    }

    /// Each node with a number, in order.
    pub(super) fn numbers(&self) -> BTreeMap<&str, usize> {
        self.nodes.values().flatten().map(String::as_str).zip(1..).collect()
    }
}

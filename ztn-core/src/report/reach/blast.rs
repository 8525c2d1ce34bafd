//! What somebody who takes over a workload can get at: everything it reaches, and so on from there.

use std::collections::{BTreeSet, HashMap};

use super::build::{name, ranges};
use super::{Blast, BlastStep};
use crate::engine::network::{Network, Peer, PortSet};

/// Where the workloads of a group may connect to, on which ports.
type Out = Vec<(Vec<Peer>, PortSet)>;

/// Breadth first, from the pods of one workload.
pub(super) fn of(network: &Network<'_>, from: &[Peer]) -> Blast {
    let mut groups: Vec<(Out, u32)> = Vec::new();
    let mut group_of: HashMap<Peer, usize> = HashMap::new();
    network.each_reach(|src, dst, reach| {
        let Some(first) = src.each().next() else {
            return;
        };
        let group = *group_of.entry(first).or_insert_with(|| {
            groups.push((Vec::new(), 0));
            groups.len() - 1
        });
        for src in src.each() {
            group_of.entry(src).or_insert(group);
        }
        if let Some((out, unknown)) = groups.get_mut(group) {
            *unknown += u32::from(!reach.open().is_empty());
            if !reach.must.is_empty() {
                out.push((dst.each().collect(), reach.must.clone()));
            }
        }
    });
    let workload = from.first().map(|&peer| name(network, peer)).unwrap_or_default();
    let mut seen = BTreeSet::from([workload.clone()]);
    let mut blast = Blast { workload, reaches: Vec::new(), unknown: 0 };
    let (mut here, mut hops) = (from.to_vec(), 0);
    while !here.is_empty() {
        hops += 1;
        let mut next = Vec::new();
        for via in std::mem::take(&mut here) {
            let group = group_of.get(&via).and_then(|group| groups.get_mut(*group));
            let Some((out, unknown)) = group else {
                continue;
            };
            blast.unknown += std::mem::take(unknown);
            // Pods that no policy tells apart reach the same, themselves apart.
            for (dst, ports) in &*out {
                for &dst in dst.iter().filter(|dst| **dst != via) {
                    let dst_name = name(network, dst);
                    if seen.insert(dst_name.clone()) {
                        let (via, ports) = (name(network, via), ranges(ports));
                        blast.reaches.push(BlastStep { dst: dst_name, hops, via, ports });
                        if matches!(dst, Peer::Workload(_)) {
                            next.push(dst);
                        }
                    }
                }
            }
        }
        here = next;
    }
    blast.reaches.sort_by(|a, b| (a.hops, &a.dst).cmp(&(b.hops, &b.dst)));
    blast
}

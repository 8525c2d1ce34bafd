//! Where the addresses of pods and of nodes lie.

use super::settings;
use crate::model::calico::{CalicoIpPool, CalicoIpPoolSpec};
use crate::model::kubeadm::ClusterConfiguration;
use crate::model::node::{ClusterNode, NodeSpec, NodeStatus};
use crate::model::{AddressRange, Cluster};
use crate::options::{Cidr, Options, Scope};

/// Blocks of addresses, and whether somebody says so.
pub(super) struct Ranges {
    pub(super) list: Vec<AddressRange>,
    /// Is it a guess?
    pub(super) guessed: bool,
}

/// Where addresses lie that nobody tells of: RFC 1918 and RFC 6598.
const PRIVATE: [AddressRange; 4] = [
    AddressRange { v6: false, first: 0x0a00_0000, last: 0x0aff_ffff },
    AddressRange { v6: false, first: 0x6440_0000, last: 0x647f_ffff },
    AddressRange { v6: false, first: 0xac10_0000, last: 0xac1f_ffff },
    AddressRange { v6: false, first: 0xc0a8_0000, last: 0xc0a8_ffff },
];

/// More of them than this are taken for all that lies between the first and the last of each family: every
/// question looks at each.
const FEW: usize = 32;

/// Keys of Cilium's ConfigMap with the blocks that it gives to nodes.
const CLUSTER_POOLS: [&str; 2] = ["cluster-pool-ipv4-cidr", "cluster-pool-ipv6-cidr"];

impl Ranges {
    fn told(options: &[Cidr]) -> Option<Self> {
        let list = options.iter().map(|cidr| cidr.range()).collect();
        (!options.is_empty()).then(|| Self::of(list, false))
    }

    fn of(list: Vec<AddressRange>, guessed: bool) -> Self {
        Self { list: joined(list), guessed }
    }
}

/// Where the addresses of pods lie. More than one source may speak: all of what they name is possible.
pub(super) fn of_pods(cluster: &Cluster, options: &Options) -> Ranges {
    if let Some(told) = Ranges::told(&options.assume.pod_cidrs) {
        return told;
    }
    let mut list = Vec::new();
    // Cluster API's clusters are not this one.
    let configs = cluster.all::<ClusterConfiguration<'_>>();
    for (_, config) in configs.filter(|(object, _)| !object.is_part()) {
        list.extend(blocks(config.networking().then(|networking| networking.pod_subnet()).or("")));
    }
    for (_, pool) in cluster.all::<CalicoIpPool<'_>>() {
        list.extend(
            pool.spec()
                .get()
                .filter(|spec| gives_to_pods(*spec))
                .and_then(|spec| AddressRange::parse(spec.cidr().get()?)),
        );
    }
    for (_, data) in settings::of_cilium(cluster) {
        let pools = CLUSTER_POOLS.into_iter().filter_map(|key| data.get(key));
        list.extend(pools.flat_map(blocks));
    }
    let spec = |node: ClusterNode<'_>| -> Vec<AddressRange> {
        let (one, several) =
            (node.spec().then(NodeSpec::pod_cidr), node.spec().then(NodeSpec::pod_cidrs));
        several.iter().chain(one.get()).filter_map(AddressRange::parse).collect()
    };
    let (of_nodes, all) = of_every_node(cluster, options, spec);
    // Other nodes have other blocks.
    if all || !list.is_empty() {
        list.extend(of_nodes);
    }
    match list.is_empty() {
        true => Ranges::of(PRIVATE.to_vec(), true),
        false => Ranges::of(list, false),
    }
}

/// Where the addresses of nodes lie.
pub(super) fn of_nodes(cluster: &Cluster, options: &Options) -> Ranges {
    if let Some(told) = Ranges::told(&options.assume.node_cidrs) {
        return told;
    }
    let status = |node: ClusterNode<'_>| -> Vec<AddressRange> {
        let addresses = node.status().then(NodeStatus::addresses);
        let each = addresses.iter().filter_map(|address| address.address().get());
        each.filter_map(AddressRange::parse_with_address).collect()
    };
    let (mut list, all) = of_every_node(cluster, options, status);
    if !all {
        list.extend(PRIVATE);
    }
    Ranges::of(list, !all)
}

/// What each node of the input says, and whether that is all that nodes say.
fn of_every_node(
    cluster: &Cluster,
    options: &Options,
    of: impl Fn(ClusterNode<'_>) -> Vec<AddressRange>,
) -> (Vec<AddressRange>, bool) {
    let (mut list, mut all) = (Vec::new(), options.scope == Scope::Cluster);
    for (_, node) in cluster.all::<ClusterNode<'_>>() {
        let said = of(node);
        all &= !said.is_empty();
        list.extend(said);
    }
    all &= !list.is_empty();
    (list, all)
}

/// Blocks in a row, as flags take them.
fn blocks(text: &str) -> impl Iterator<Item = AddressRange> {
    text.split([',', ' ']).filter_map(AddressRange::parse)
}

fn gives_to_pods(spec: CalicoIpPoolSpec<'_>) -> bool {
    let uses = spec.allowed_uses();
    uses.is_empty() || uses.iter().any(|one| one == "Workload")
}

/// In order, those that touch as one.
fn joined(mut list: Vec<AddressRange>) -> Vec<AddressRange> {
    list.sort();
    let mut joined: Vec<AddressRange> = Vec::new();
    for range in list {
        match joined.last_mut() {
            Some(last) if touches(*last, range) => last.last = last.last.max(range.last),
            _ => joined.push(range),
        }
    }
    if joined.len() > FEW {
        joined.dedup_by(|range, last| {
            let same = range.v6 == last.v6;
            if same {
                last.last = range.last;
            }
            same
        });
    }
    joined
}

fn touches(one: AddressRange, next: AddressRange) -> bool {
    one.v6 == next.v6 && next.first <= one.last.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_touch_are_one_and_very_many_are_what_lies_between() {
        let read =
            |list: &[&str]| joined(list.iter().filter_map(|c| AddressRange::parse(c)).collect());
        let shown = |list| read(list).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            shown(&["10.0.1.0/24", "10.0.0.0/24", "fd00::/64", "10.0.3.0/24"]),
            ["10.0.0.0/23", "10.0.3.0/24", "fd00::/64"]
        );
        let many: Vec<String> = (0..40).map(|at| format!("10.{}.0.0/16", at * 2)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).chain(["fd00::/64"]).collect();
        assert_eq!(shown(&many), ["10.0.0.0-10.78.255.255", "fd00::/64"]);
    }
}

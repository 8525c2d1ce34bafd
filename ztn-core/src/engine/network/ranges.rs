//! Where the addresses of pods and of nodes lie: as the caller says, as the input tells, or as they usually do.

use super::settings::cilium_config;
use crate::model::kubeadm::ClusterConfiguration;
use crate::model::node::ClusterNode;
use crate::model::{Address, AddressRange, Cluster, Kind};
use crate::options::{Cidr, Options, Scope};

/// Ranges, and whether they are known.
pub(super) struct Ranges {
    pub(super) list: Vec<AddressRange>,
    pub(super) are_known: bool,
}

/// Where nobody tells: RFC 1918 and RFC 6598.
const PRIVATE: [AddressRange; 4] = [
    AddressRange { v6: false, first: 0x0a00_0000, last: 0x0aff_ffff },
    AddressRange { v6: false, first: 0x6440_0000, last: 0x647f_ffff },
    AddressRange { v6: false, first: 0xac10_0000, last: 0xac1f_ffff },
    AddressRange { v6: false, first: 0xc0a8_0000, last: 0xc0a8_ffff },
];

/// More of them than this are taken for all that lies between the first and the last of each family: every
/// question looks at each.
const FEW: usize = 32;

/// The keys of Cilium's ConfigMap with the blocks that it gives pods addresses of.
const CILIUM_POOLS: [&str; 2] = ["cluster-pool-ipv4-cidr", "cluster-pool-ipv6-cidr"];

/// Calico's blocks for pods.
const IP_POOL: &str = "IPPool";

impl Ranges {
    /// Those of pods.
    pub(super) fn of_pods(cluster: &Cluster, options: &Options) -> Self {
        let assumed = &options.assume.pod_cidrs;
        Self::first_of([given(assumed), pools(cluster), by_nodes(cluster, options.scope)])
    }

    /// Those of nodes.
    pub(super) fn of_nodes(cluster: &Cluster, options: &Options) -> Self {
        let assumed = &options.assume.node_cidrs;
        Self::first_of([given(assumed), addresses(cluster, options.scope), Vec::new()])
    }

    fn first_of(sources: [Vec<AddressRange>; 3]) -> Self {
        match sources.into_iter().find(|list| !list.is_empty()) {
            Some(list) => Self { list: joined(list), are_known: true },
            None => Self { list: PRIVATE.to_vec(), are_known: false },
        }
    }

    /// As reports name them.
    pub(super) fn words(&self) -> String {
        let words: Vec<String> = self.list.iter().map(ToString::to_string).collect();
        words.join(", ")
    }
}

fn given(cidrs: &[Cidr]) -> Vec<AddressRange> {
    cidrs.iter().map(|cidr| cidr.range()).collect()
}

/// The blocks that the cluster gives pods addresses of: kubeadm's, Calico's, Cilium's.
fn pools(cluster: &Cluster) -> Vec<AddressRange> {
    let kubeadm = cluster.all::<ClusterConfiguration<'_>>();
    let kubeadm = kubeadm.filter_map(|(_, one)| one.networking().get()?.pod_subnet().get());
    let calico = cluster.of_kind(Kind::Other).filter(|object| {
        let written = object.type_meta();
        written.kind == IP_POOL && Kind::CalicoNetworkPolicy.groups().contains(&written.group())
    });
    let calico = calico.filter_map(|pool| pool.node().get("spec")?.get("cidr")?.as_str());
    let cilium = cluster.of_kind(Kind::ConfigMap).filter_map(cilium_config);
    let cilium = cilium.flat_map(|config| CILIUM_POOLS.map(|key| config.data().value(key)));
    let written = kubeadm.chain(calico).chain(cilium.flatten());
    written
        .flat_map(|list| list.split([',', ' ']))
        .filter_map(|cidr| AddressRange::parse(cidr.trim()))
        .collect()
}

/// The blocks of the nodes, where they are all there.
fn by_nodes(cluster: &Cluster, scope: Scope) -> Vec<AddressRange> {
    let nodes = cluster.all::<ClusterNode<'_>>().filter(|_| scope == Scope::Cluster);
    let specs = nodes.filter_map(|(_, node)| node.spec().get());
    let blocks = specs.flat_map(|spec| spec.pod_cidrs().iter().chain(spec.pod_cidr().get()));
    blocks.filter_map(AddressRange::parse).collect()
}

/// The addresses of the nodes, where they are all there.
fn addresses(cluster: &Cluster, scope: Scope) -> Vec<AddressRange> {
    let nodes = cluster.all::<ClusterNode<'_>>().filter(|_| scope == Scope::Cluster);
    let statuses = nodes.filter_map(|(_, node)| node.status().get());
    let addresses = statuses.flat_map(|status| status.addresses().iter());
    let addresses = addresses.filter_map(|one| Address::parse(one.address().get()?));
    addresses.map(AddressRange::one).collect()
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

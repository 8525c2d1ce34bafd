//! What is taken for granted where the input does not tell.

use super::pods::Reading;
use super::ranges::Ranges;
use crate::model::Cluster;
use crate::options::{Cni, Options, Scope};

/// Each with its name, in one clause.
pub(super) fn of(
    cluster: &Cluster,
    options: &Options,
    reading: Reading,
) -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    let mut say = |id, text: &str| list.push((id, text.to_owned()));
    if options.scope == Scope::Partial {
        say("policies-as-given", "no policy exists but those of the input");
    }
    match options.assume.cni {
        Some(cni) if !cni.enforces_policy() => {
            say("policies-not-enforced", "the network plugin enforces no policy");
        }
        Some(Cni::Calico | Cni::Cilium) => {}
        _ => say("ip-block-outside", "an `ipBlock` stands for addresses outside, never for pods"),
    }
    let (pods, nodes) = (Ranges::of_pods(cluster, options), Ranges::of_nodes(cluster, options));
    match (pods.are_known, nodes.are_known) {
        (false, false) => say("private-addresses", "pods and nodes have private addresses of IPv4"),
        (true, false) => say("private-addresses", "nodes have private addresses of IPv4"),
        (false, true) => say("private-addresses", "pods have private addresses of IPv4"),
        (true, true) => {}
    }
    for (id, who, ranges) in [("pod-addresses", "pods", pods), ("node-addresses", "nodes", nodes)] {
        if ranges.are_known {
            say(id, &format!("{who} have addresses of {}", ranges.words()));
        }
    }
    if reading.host_network_as_pod {
        say("host-network-as-pod", "pods of the node's network are pods like all others");
    } else {
        say("host-network", "no policy for pods has effect on pods of the node's network");
    }
    if reading.closed_namespaces {
        say("namespace-labels-as-given", "a namespace has no labels but those that are given");
    }
    list
}

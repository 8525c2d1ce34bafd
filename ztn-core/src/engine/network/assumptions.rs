//! What is taken for granted where the input does not tell.

use super::dialects::Dialect;
use super::pods::Reading;
use super::program::Program;
use crate::model::AddressRange;
use crate::options::{Options, Scope};

/// Each with its name, in one clause.
pub(super) fn of(
    program: &Program<'_>,
    options: &Options,
    reading: Reading,
) -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    let mut say = |id, text: &str| list.push((id, text.to_owned()));
    if options.scope == Scope::Partial {
        say("policies-as-given", "no policy exists but those of the input");
    }
    match (&program.unenforced, program.dialect) {
        (Some(why), _) => say("policies-not-enforced", why),
        (None, Some(Dialect::Calico | Dialect::Cilium)) => {}
        _ => say("ip-block-outside", "an `ipBlock` stands for addresses outside, never for pods"),
    }
    let (pods, nodes) = (&program.pod_ranges, &program.node_ranges);
    match (pods.guessed, nodes.guessed) {
        (true, true) => say("private-addresses", "pods and nodes have private addresses of IPv4"),
        (true, false) => say("private-addresses", "pods have private addresses of IPv4"),
        (false, true) => say("private-addresses", "nodes have private addresses of IPv4"),
        (false, false) => {}
    }
    if !pods.guessed {
        say("pod-addresses", &format!("pods have addresses of {}", in_a_row(&pods.list)));
    }
    if !nodes.guessed {
        say("node-addresses", &format!("nodes have addresses of {}", in_a_row(&nodes.list)));
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

/// The first few of some blocks, in words.
fn in_a_row(list: &[AddressRange]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = list.iter().take(SHOWN).map(ToString::to_string).collect();
    match list.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

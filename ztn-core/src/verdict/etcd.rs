//! What the part about who reaches etcd holds on.

use super::control_plane::servers;
use super::{State, population};
use crate::engine::Unknown;
use crate::engine::control_plane::Component;
use crate::engine::etcd_reach::{self, Guard};
use crate::evidence::Evidence;
use crate::facts::Facts;

/// Whether nothing but the API servers can reach etcd: every workload was looked at for what it mounts, every Service
/// for where it leads, and policies for nodes close the ports of each etcd.
pub(super) fn reach(facts: &Facts<'_>) -> State {
    servers(facts, Component::Etcd)
        .and(|| population(facts, Evidence::Workloads, "workload"))
        .and(|| guarded(facts))
}

fn guarded(facts: &Facts<'_>) -> State {
    let plane = facts.control_plane();
    let mut witness = None;
    for (_, etcd) in etcd_reach::of_control_plane(plane) {
        match etcd_reach::guard(facts.network(), etcd) {
            Guard::Closed(closed) => witness = Some(closed.text),
            Guard::Unknown(unknown) => return State::Unknown(unknown),
            // A finding says so, which here somebody has accepted.
            Guard::Open(_, open) | Guard::OpenTo(_, _, open) => witness = Some(open.text),
        }
    }
    witness.map_or_else(|| State::Unknown(Unknown::missing(Evidence::Etcd)), State::Pass)
}

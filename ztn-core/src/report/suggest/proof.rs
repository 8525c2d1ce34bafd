//! The policies, evaluated again: is everything declared allowed, and what beside it?

use std::collections::BTreeMap;

use super::plan::{Plan, Whom, labels};
use super::{Proof, ProofEdge};
use crate::engine::declared::{Connection, Declared, DeclaredEnd};
use crate::engine::network::{Direction, Network, Peer, PortSet};
use crate::model::AddressRange;
use crate::report::reach::{peer_name, ranges};
use crate::span::to_u32;

/// What `after`, the network under the policies of `plan`, does with what is declared of the same workloads.
pub(super) fn of(after: &Network<'_>, plan: &Plan, declared: &Declared) -> Proof {
    // Both ends under policies, or one: what touches none of them was not asked for.
    let touches = |connection: &&Connection| {
        let is_managed = |end: DeclaredEnd| matches!(end, DeclaredEnd::Workload(index) if plan.managed.contains(&index));
        is_managed(connection.src) || is_managed(connection.dst)
    };
    let asked: Vec<&Connection> = declared.connections.iter().filter(touches).collect();
    let mut missing = Vec::new();
    for connection in &asked {
        let passes = passes(after, connection);
        let left = connection.ports.minus(&passes);
        if !left.is_empty() {
            let on_node = [connection.src, connection.dst].iter().any(|end| on_node(after, *end));
            let reason = if on_node { "node-network" } else { "policy" };
            missing.push(ProofEdge {
                src: end_name(after, connection.src),
                dst: end_name(after, connection.dst),
                ports: ranges(&left),
                reason: reason.into(),
            });
        }
    }
    Proof { declared: to_u32(asked.len()), missing, extra: extra(after, plan, declared) }
}

/// What surely passes of a declared connection.
fn passes(after: &Network<'_>, connection: &Connection) -> PortSet {
    let whole = Peer::Outside(AddressRange::V4);
    let src = match connection.src {
        DeclaredEnd::Workload(index) => Peer::Workload(index),
        DeclaredEnd::Addresses(range) => Peer::Outside(range),
        DeclaredEnd::AnyPod | DeclaredEnd::Anybody => whole,
    };
    let dst = match connection.dst {
        DeclaredEnd::Workload(index) => Peer::Workload(index),
        DeclaredEnd::Addresses(range) => Peer::Outside(range),
        DeclaredEnd::AnyPod | DeclaredEnd::Anybody => whole,
    };
    let stranger = |dst| match dst {
        Peer::Workload(index) => after.stranger(index, Direction::Ingress).must,
        Peer::Outside(_) => PortSet::all(),
    };
    match connection.src {
        DeclaredEnd::AnyPod => stranger(dst),
        DeclaredEnd::Anybody => stranger(dst).and(&after.reach(src, dst).must),
        _ => after.reach(src, dst).must,
    }
}

/// What may pass to or from somebody under policies, and is not declared.
fn extra(after: &Network<'_>, plan: &Plan, declared: &Declared) -> Vec<ProofEdge> {
    let mut allowed: BTreeMap<DeclaredEnd, BTreeMap<DeclaredEnd, PortSet>> = BTreeMap::new();
    for Connection { src, dst, ports, .. } in &declared.connections {
        let all = allowed.entry(*src).or_default().entry(*dst).or_default();
        *all = all.or(ports);
    }
    let declared_of = |src: DeclaredEnd, dst: DeclaredEnd| {
        let of = |src| allowed.get(&src).and_then(|to| to.get(&dst)).cloned().unwrap_or_default();
        let by_anybody = of(DeclaredEnd::Anybody);
        match src {
            DeclaredEnd::Workload(_) => of(src).or(&by_anybody).or(&of(DeclaredEnd::AnyPod)),
            _ => by_anybody,
        }
    };
    let is_managed = |peer: Peer| match peer {
        Peer::Workload(index) => plan.managed.contains(&index),
        Peer::Outside(_) => false,
    };
    let mut extra = Vec::new();
    after.each_reach(|srcs, dsts, reach| {
        // Of many pods that nobody is to isolate, no pair is looked at.
        let managed_dsts: Vec<Peer> = dsts.each().filter(|dst| is_managed(*dst)).collect();
        let all_dsts: Vec<Peer> = match srcs.each().any(is_managed) {
            true => dsts.each().collect(),
            false => Vec::new(),
        };
        for src in srcs.each() {
            let dsts = if is_managed(src) { &all_dsts } else { &managed_dsts };
            for &dst in dsts.iter().filter(|dst| **dst != src) {
                let declared = match (end(src), dst) {
                    // Of a block of addresses that is cut in two, each part is declared with it.
                    (src, Peer::Outside(range)) => allowed
                        .get(&src)
                        .into_iter()
                        .flatten()
                        .filter(|(to, _)| matches!(to, DeclaredEnd::Addresses(all) if all.covers(range)))
                        .fold(PortSet::default(), |all, (_, ports)| all.or(ports)),
                    (src, dst) => declared_of(src, end(dst)),
                };
                let left = reach.may.minus(&declared);
                if !left.is_empty() {
                    extra.push(ProofEdge {
                        src: peer_name(after, src),
                        dst: peer_name(after, dst),
                        ports: ranges(&left),
                        reason: reason(after, plan, src, dst).into(),
                    });
                }
            }
        }
    });
    extra.sort_by(|a, b| (&a.src, &a.dst).cmp(&(&b.src, &b.dst)));
    extra
}

/// Why something passes that nobody declared: whoever is named cannot be told from whoever is not.
fn reason(after: &Network<'_>, plan: &Plan, src: Peer, dst: Peer) -> &'static str {
    if on_node(after, end(src)) || on_node(after, end(dst)) {
        return "node-network";
    }
    let is_dns = |peer: Peer| {
        let Peer::Workload(index) = peer else { return false };
        let member = after.member(index);
        member.zip(plan.dns.as_ref()).is_some_and(|(member, (whom, _))| match whom {
            Whom::Pods { namespace, labels: wanted } => {
                let of = labels(member);
                namespace == member.namespace
                    && wanted.iter().all(|(key, value)| of.get(key) == Some(value))
            }
            _ => false,
        })
    };
    if is_dns(dst) {
        return "dns";
    }
    let by_namespace = [src, dst].into_iter().any(|peer| match peer {
        Peer::Workload(index) => after
            .members()
            .get(index as usize)
            .is_some_and(|member| plan.without_default.contains(member.namespace)),
        Peer::Outside(_) => false,
    });
    if by_namespace { "unlabelled-peer" } else { "same-labels" }
}

fn end(peer: Peer) -> DeclaredEnd {
    match peer {
        Peer::Workload(index) => DeclaredEnd::Workload(index),
        Peer::Outside(range) => DeclaredEnd::Addresses(range),
    }
}

fn on_node(network: &Network<'_>, end: DeclaredEnd) -> bool {
    let DeclaredEnd::Workload(index) = end else { return false };
    let member = network.member(index);
    member.is_some_and(|member| member.workload.host_network().is_true())
}

/// How reports write an end.
pub(super) fn end_name(network: &Network<'_>, end: DeclaredEnd) -> String {
    match end {
        DeclaredEnd::Workload(index) => peer_name(network, Peer::Workload(index)),
        DeclaredEnd::Addresses(range) => range.to_string(),
        DeclaredEnd::AnyPod => "any pod".to_owned(),
        DeclaredEnd::Anybody => "anybody".to_owned(),
    }
}

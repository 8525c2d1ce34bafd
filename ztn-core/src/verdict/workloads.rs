//! What is said of every workload, where of each of them the input tells.

use super::{State, not_understood, population};
use crate::engine::network::Direction;
use crate::engine::{Known, Unknown, Why};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::model::Workload;
use crate::model::claims::{Claim, Claims};
use crate::model::namespace::is_system_namespace;

/// What is said of every workload, where of each of them the input tells; else what it does not tell.
pub(super) fn workloads(
    facts: &Facts<'_>,
    unseen: impl Fn(Workload<'_>) -> Option<String>,
) -> State {
    let state = population(facts, Evidence::Workloads, "workload");
    if !matches!(state, State::Pass(_)) {
        return state;
    }
    let unseen = facts.cluster.workloads().find_map(|workload| {
        let what = unseen(workload)?;
        Some(format!("{what}: {}", workload.object().name()))
    });
    unseen.map_or(state, |what| {
        State::Unknown(Unknown { why: Why::NotUnderstood(what), settled_by: None })
    })
}

/// A volume of which the input does not tell whether it is a path of a node.
pub(super) fn unseen_volume(claims: &Claims<'_>, workload: Workload<'_>) -> Option<String> {
    let unseen = |claim: &Claim<'_>| claims.behind(workload, claim).is_empty();
    let (claim, _) = workload.claims().into_iter().find(|(claim, _)| unseen(claim))?;
    let name = match &claim {
        Claim::Named(name) | Claim::Ephemeral(name) => name,
        Claim::Numbered(name) => name.as_str(),
    };
    Some(format!("the volume behind claim `{name}` is not in the input"))
}

/// A profile of which the input does not tell what it allows.
pub(super) fn unseen_profile(workload: Workload<'_>) -> Option<String> {
    if workload.is_windows() {
        return Some("Windows has no seccomp".to_owned());
    }
    workload.containers().find_map(|(_, container)| {
        let seccomp = workload.effective_seccomp(container);
        let localhost = seccomp.then(|profile| profile.type_()).is("Localhost");
        let armor = workload.app_armor(container).or("").starts_with("localhost/");
        let which = if localhost { "seccomp" } else { "AppArmor" };
        (localhost || armor).then(|| format!("a {which} profile of the node is not in the input"))
    })
}

pub(super) fn isolated(facts: &Facts<'_>, direction: Direction) -> State {
    for workload in facts.cluster.workloads() {
        if let Known::Unknown(unknown) = facts.network().isolated(workload, direction) {
            return State::Unknown(unknown);
        }
    }
    population(facts, Evidence::Workloads, "workload")
}

/// What isolates nobody names nobody; and a rule that names no peer or no port is found in every dialect.
pub(super) fn named_peers(facts: &Facts<'_>) -> State {
    for direction in Direction::BOTH {
        match isolated(facts, direction) {
            State::Pass(_) => {}
            state => return state,
        }
        let open = facts.cluster.workloads().find(|workload| {
            let of_pods = !workload.host_network().is_true();
            of_pods && matches!(facts.network().isolated(*workload, direction), Known::No(_))
        });
        if let Some(workload) = open {
            let name = workload.object().name();
            return not_understood(format!("`{name}` is not isolated for {}", direction.name()));
        }
    }
    match facts.network().unnamed() {
        Some(rule) => not_understood(rule.text),
        None => population(facts, Evidence::Workloads, "workload"),
    }
}

/// Whether admission holds the pods of every namespace against a standard: that it does in each which enforces less
/// than the baseline, a finding says. What other admission controllers do on top is no matter.
pub(super) fn admission(facts: &Facts<'_>) -> State {
    if !facts.sees_everything() {
        return population(facts, Evidence::Namespaces, "namespace");
    }
    let mut guarded = 0_usize;
    for (name, _, _) in facts.references().populated() {
        match facts.pod_security().chosen(name) {
            Some(_) => guarded += 1,
            None if is_system_namespace(name) => {}
            None => return State::Unknown(Unknown::missing(Evidence::Namespaces)),
        }
    }
    match guarded {
        0 => State::NotApplicable("the cluster has no namespace with workloads".to_owned()),
        1 => State::Pass("the namespace with workloads".to_owned()),
        _ => State::Pass(format!("each of {guarded} namespaces with workloads")),
    }
}

//! Is a pod isolated: does any policy select it for a direction?
//!
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>: a pod that no policy
//! selects for a direction is not isolated in it, and everything is allowed.

use super::Direction;
use crate::engine::{Because, Known, Unknown, Why};
use crate::evidence::Evidence;
use crate::model::network_policy::{NetworkPolicy, NetworkPolicySpec};
use crate::model::{Cluster, Kind, Place, Workload};
use crate::options::{Options, Scope};

/// Policies that can isolate a pod and are not `networking.k8s.io/v1`.
const OTHER_DIALECTS: &[Kind] = &[
    Kind::ClusterNetworkPolicy,
    Kind::AdminNetworkPolicy,
    Kind::BaselineAdminNetworkPolicy,
    Kind::CiliumNetworkPolicy,
    Kind::CiliumClusterwideNetworkPolicy,
    Kind::CalicoNetworkPolicy,
    Kind::CalicoGlobalNetworkPolicy,
];

pub(super) fn isolated(
    cluster: &Cluster,
    options: &Options,
    workload: Workload<'_>,
    direction: Direction,
) -> Known {
    let not_understood = |what: String| Known::Unknown(Unknown { why: Why::NotUnderstood(what), settled_by: None });
    if workload.host_network().is_true() {
        // Policies on pods of the node's network are undefined, and in practice without effect.
        return Known::of(false, "no policy has effect on a pod of the node's network", Vec::new());
    }
    if let Some(cni) = options.assume.cni
        && !cni.enforces_policy()
    {
        return Known::of(false, "the network plugin enforces no policy", Vec::new());
    }
    let mut selecting = Vec::new();
    let mut passed_over = Vec::new();
    for (object, policy) in cluster.all::<NetworkPolicy<'_>>() {
        if object.namespace() != workload.object().namespace() {
            continue;
        }
        let Some(spec) = policy.spec().get() else { continue };
        if !affects(spec, direction) {
            continue;
        }
        match spec.pod_selector().get().map_or(Some(true), |selector| selector.matches(&workload.labels())) {
            None => return not_understood(format!("the selector of NetworkPolicy `{}` cannot be read", object.name())),
            Some(chosen) => {
                let place = Place::of(object, spec.pod_selector());
                let list = if chosen { &mut selecting } else { &mut passed_over };
                list.push(Because { place, text: format!("NetworkPolicy `{}`", object.name()) });
            }
        }
    }
    if !selecting.is_empty() {
        return Known::of(true, format!("{} policies select it for {}", selecting.len(), direction.name()), selecting);
    }
    if let Some(kind) = OTHER_DIALECTS.iter().find(|&&kind| cluster.count(kind) > 0) {
        return not_understood(format!("this version of ztn does not evaluate {}", kind.name()));
    }
    if options.scope == Scope::Partial {
        return Known::Unknown(Unknown::partial(Evidence::NetworkPolicies));
    }
    Known::of(false, format!("no policy selects it for {}", direction.name()), passed_over)
}

fn affects(spec: NetworkPolicySpec<'_>, direction: Direction) -> bool {
    match direction {
        Direction::Ingress => spec.affects_ingress(),
        Direction::Egress => spec.affects_egress(),
    }
}

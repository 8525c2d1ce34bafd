//! Is a pod isolated: does any policy select it for a direction?
//!
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>: a pod that no policy
//! selects for a direction is not isolated in it, and everything is allowed.

use std::collections::HashMap;

use super::Direction;
use crate::engine::{Because, Known, Unknown, Why};
use crate::evidence::Evidence;
use crate::model::network_policy::{NetworkPolicy, NetworkPolicySpec};
use crate::model::{Cluster, Kind, Object, Place, Workload};
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

/// The policies of each namespace.
#[derive(Default)]
pub(super) struct Policies<'a> {
    by_namespace: HashMap<&'a str, Vec<(Object<'a>, NetworkPolicySpec<'a>)>>,
    other_dialect: Option<Kind>,
}

impl<'a> Policies<'a> {
    pub(super) fn of(cluster: &'a Cluster) -> Self {
        let mut policies = Self::default();
        for (object, policy) in cluster.all::<NetworkPolicy<'_>>() {
            if let (Some(namespace), Some(spec)) = (object.namespace(), policy.spec().get()) {
                policies
                    .by_namespace
                    .entry(namespace)
                    .or_default()
                    .push((object, spec));
            }
        }
        policies.other_dialect = OTHER_DIALECTS
            .iter()
            .copied()
            .find(|&kind| cluster.count(kind) > 0);
        policies
    }

    /// Does some policy isolate `workload` in this direction?
    pub(super) fn isolate(
        &self,
        cluster: &Cluster,
        options: &Options,
        workload: Workload<'_>,
        direction: Direction,
    ) -> Known {
        if workload.host_network().is_true() {
            // Policies on pods of the node's network are undefined, and in practice without effect.
            return Known::of(
                false,
                "no policy has effect on a pod of the node's network",
                Vec::new(),
            );
        }
        if options.assume.cni.is_some_and(|cni| !cni.enforces_policy()) {
            return Known::of(false, "the network plugin enforces no policy", Vec::new());
        }
        let namespace = workload.object().namespace().unwrap_or_default();
        let in_namespace = self
            .by_namespace
            .get(namespace)
            .map_or(&[][..], Vec::as_slice);
        let (mut selecting, mut passed_over, mut unclear) = (Vec::new(), Vec::new(), None);
        for &(object, spec) in in_namespace
            .iter()
            .filter(|(_, spec)| affects(*spec, direction))
        {
            let step = || Because {
                place: Place::of(object, spec.pod_selector()),
                text: format!("NetworkPolicy `{}`", object.name()),
            };
            let selector = spec.pod_selector();
            let selects = match selector.get() {
                Some(selector) => selector.matches(&workload.labels()),
                // Left out, it selects every pod of the namespace.
                None => selector.is_absent().then_some(true),
            };
            match selects {
                Some(false) => passed_over.push(step()),
                Some(true) if !cluster.is_in_conflict(object) => selecting.push(step()),
                Some(true) => {
                    let what = format!(
                        "NetworkPolicy `{}` is given twice, with different content",
                        object.name()
                    );
                    unclear = unclear.or(Some(Why::Conflict(what)));
                }
                None => {
                    let what = format!(
                        "the selector of NetworkPolicy `{}` cannot be read",
                        object.name()
                    );
                    unclear = unclear.or(Some(Why::NotUnderstood(what)));
                }
            }
        }
        if !selecting.is_empty() {
            let text = format!(
                "{} of the namespace's policies select it for {}",
                selecting.len(),
                direction.name()
            );
            return Known::of(true, text, selecting);
        }
        if let Some(kind) = self.other_dialect {
            let what = format!("this version of ztn does not evaluate {}", kind.name());
            unclear = unclear.or(Some(Why::NotUnderstood(what)));
        }
        match unclear {
            Some(why) => Known::Unknown(Unknown {
                why,
                settled_by: None,
            }),
            None if options.scope == Scope::Partial => {
                Known::Unknown(Unknown::partial(Evidence::NetworkPolicies))
            }
            None => Known::of(
                false,
                format!("no policy selects it for {}", direction.name()),
                passed_over,
            ),
        }
    }
}

fn affects(spec: NetworkPolicySpec<'_>, direction: Direction) -> bool {
    match direction {
        Direction::Ingress => spec.affects_ingress(),
        Direction::Egress => spec.affects_egress(),
    }
}

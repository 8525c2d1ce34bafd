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
    by_namespace: HashMap<&'a str, InNamespace<'a>>,
    other_dialect: Option<Kind>,
}

/// The policies of one namespace. A policy can select no pod without the first label it asks for, so a
/// pod looks only at those filed under one of its labels: the cost follows what selects, not pods times
/// policies.
#[derive(Default)]
struct InNamespace<'a> {
    by_label: HashMap<(&'a str, &'a str), Vec<Policy<'a>>>,
    without_label: Vec<Policy<'a>>,
    count: usize,
}

#[derive(Clone, Copy)]
struct Policy<'a> {
    object: Object<'a>,
    spec: NetworkPolicySpec<'a>,
    /// The input gives it twice, with different content.
    in_conflict: bool,
}

impl<'a> Policies<'a> {
    pub(super) fn of(cluster: &'a Cluster) -> Self {
        let mut policies = Self::default();
        for (object, policy) in cluster.all::<NetworkPolicy<'_>>() {
            if let (Some(namespace), Some(spec)) = (object.namespace(), policy.spec().get()) {
                let in_conflict = cluster.is_in_conflict(object);
                let policy = Policy { object, spec, in_conflict };
                policies.by_namespace.entry(namespace).or_default().file(policy);
            }
        }
        policies.other_dialect =
            OTHER_DIALECTS.iter().copied().find(|&kind| cluster.count(kind) > 0);
        policies
    }

    /// Does some policy isolate `workload` in this direction?
    pub(super) fn isolate(
        &self,
        options: &Options,
        workload: Workload<'a>,
        direction: Direction,
    ) -> Known {
        if workload.host_network().is_true() {
            // Policies on pods of the node's network are undefined, and in practice without effect.
            let text = "no policy has effect on a pod of the node's network";
            return Known::of(false, text, Vec::new());
        }
        if options.assume.cni.is_some_and(|cni| !cni.enforces_policy()) {
            return Known::of(false, "the network plugin enforces no policy", Vec::new());
        }
        let namespace = workload.namespace();
        let in_namespace = self.by_namespace.get(namespace);
        let (mut selecting, mut unclear) = (Vec::new(), None);
        for policy in in_namespace.into_iter().flat_map(|policies| policies.candidates(workload)) {
            match policy.isolates(workload, direction) {
                Ok(true) => selecting.push(policy.step()),
                Ok(false) => {}
                Err(why) => unclear = unclear.or(Some(why)),
            }
        }
        if !selecting.is_empty() {
            let count = selecting.len();
            let text = format!("{count} policies select it for {}", direction.name());
            return Known::of(true, text, selecting);
        }
        if let Some(kind) = self.other_dialect {
            let what = format!("this version of ztn does not evaluate {}", kind.name());
            unclear = unclear.or(Some(Why::NotUnderstood(what)));
        }
        match unclear {
            Some(why) => Known::Unknown(Unknown { why, settled_by: None }),
            None if options.scope == Scope::Partial => {
                Known::Unknown(Unknown::partial(Evidence::NetworkPolicies))
            }
            None => {
                let direction = direction.name();
                let text = match in_namespace.map_or(0, |policies| policies.count) {
                    0 => format!("namespace `{namespace}` has no policy"),
                    1 => format!(
                        "the one policy of namespace `{namespace}` does not select it for {direction}"
                    ),
                    count => format!(
                        "none of the {count} policies of namespace `{namespace}` selects it for {direction}"
                    ),
                };
                Known::of(false, text, Vec::new())
            }
        }
    }
}

impl<'a> InNamespace<'a> {
    fn file(&mut self, policy: Policy<'a>) {
        self.count += 1;
        let labels =
            policy.spec.pod_selector().get().and_then(|selector| selector.match_labels().get());
        let first = labels.and_then(|labels| labels.entries().next());
        match first {
            Some((key, _, value)) => {
                self.by_label.entry((key.text(), value)).or_default().push(policy);
            }
            None => self.without_label.push(policy),
        }
    }

    /// The policies that may select `workload`.
    fn candidates(&self, workload: Workload<'a>) -> impl Iterator<Item = Policy<'a>> {
        let labels = workload.labels();
        let labels = labels.into_iter().flat_map(|labels| labels.entries());
        let labelled = labels.flat_map(|(key, _, value)| self.by_label.get(&(key.text(), value)));
        labelled.flatten().chain(&self.without_label).copied()
    }
}

impl<'a> Policy<'a> {
    /// Does it select `workload`, and isolate in this direction what it selects?
    fn isolates(self, workload: Workload<'a>, direction: Direction) -> Result<bool, Why> {
        let affects = match direction {
            Direction::Ingress => self.spec.affects_ingress(),
            Direction::Egress => self.spec.affects_egress(),
        };
        if !affects {
            return Ok(false);
        }
        let selector = self.spec.pod_selector();
        let selects = match selector.get() {
            Some(selector) => selector.matches(&workload.labels()),
            // Left out, it selects every pod of the namespace.
            None => selector.is_absent().then_some(true),
        };
        let name = self.object.name();
        match selects {
            None => {
                let what = format!("the selector of NetworkPolicy `{name}` cannot be read");
                Err(Why::NotUnderstood(what))
            }
            Some(true) if self.in_conflict => {
                let what = format!("NetworkPolicy `{name}` is given twice, with different content");
                Err(Why::Conflict(what))
            }
            Some(selects) => Ok(selects),
        }
    }

    fn step(self) -> Because {
        Because {
            place: Place::of(self.object, self.spec.pod_selector()),
            text: format!("NetworkPolicy `{}`", self.object.name()),
        }
    }
}

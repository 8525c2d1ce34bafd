//! What Calico has beside policies that are enforced on pods: policies that are only tried out, and hosts.

use super::calico::spec_of;
use super::cluster::Cluster;
use super::field::Field;
use super::grant::{Numbers, calico_ports};
use super::kind::Kind;
use super::object::Object;
use super::view::{FromNode, view};
use crate::parse::Node;

view! {
    /// A policy that Calico compares with the traffic and does not enforce.
    StagedPolicy "StagedNetworkPolicy" {
        spec "spec": StagedSpec<'a>,
    }

    /// The part of its `spec` that others do not have.
    StagedSpec "StagedNetworkPolicySpec" {
        /// What becomes of the policy of the same name: `Set` or `Delete`.
        staged_action "stagedAction": &'a str,
    }
}

/// The kinds of staged policies, each with the kind that is enforced.
const STAGED: [(&str, Kind); 3] = [
    ("StagedNetworkPolicy", Kind::CalicoNetworkPolicy),
    ("StagedGlobalNetworkPolicy", Kind::CalicoGlobalNetworkPolicy),
    ("StagedKubernetesNetworkPolicy", Kind::NetworkPolicy),
];

/// How the names of policies of the default tier begin in Calico's own resources, and, up to its release, in its
/// API. <https://github.com/projectcalico/calico/issues/9642>
const DEFAULT_TIER: &str = "default.";

/// The objects of Calico's API that the model has no view of.
fn others(cluster: &Cluster) -> impl Iterator<Item = Object<'_>> {
    let groups = Kind::CalicoNetworkPolicy.groups();
    let others = cluster.of_kind(Kind::Other);
    others.filter(|object| groups.contains(&object.type_meta().group()))
}

/// The staged policies for which there is none of the same name that is enforced.
pub fn staged_alone(cluster: &Cluster) -> impl Iterator<Item = Object<'_>> {
    others(cluster).filter(|object| {
        let written = object.type_meta().kind;
        let Some((_, kind)) = STAGED.iter().find(|(staged, _)| *staged == written) else {
            return false;
        };
        let policy = StagedPolicy::from_node(object.node());
        let action = policy.map(|policy| policy.spec().then(|spec| spec.staged_action()));
        let deletes = action.is_some_and(|action| action.is("Delete"));
        let namespace = match kind {
            Kind::CalicoGlobalNetworkPolicy => "",
            _ => object.written_namespace().unwrap_or("default"),
        };
        let has = |name: &str| cluster.named(*kind, namespace, name).next().is_some();
        let prefixed = format!("{DEFAULT_TIER}{}", object.name());
        let is_enforced = has(object.name())
            || object.name().strip_prefix(DEFAULT_TIER).is_some_and(has)
            || has(&prefixed);
        !deletes && !is_enforced
    })
}

/// The ports that Services open on nodes, where nothing else is configured.
const NODE_PORTS: std::ops::RangeInclusive<i64> = 30_000..=32_767;

/// The ports among those that a policy of the cluster denies that are ports of nodes, where it is asked too
/// late: by then a packet to one has the address and the port of a pod.
#[must_use]
pub fn denied_node_ports(object: Object<'_>) -> Vec<Node<'_>> {
    let spec = spec_of(object).filter(|spec| {
        let early = spec.pre_dnat().is_true() || spec.apply_on_forward().is_true();
        object.kind() == Kind::CalicoGlobalNetworkPolicy && !early && names_no_pods(*spec)
    });
    let Some(spec) = spec.filter(|spec| spec.affects().0) else {
        return Vec::new();
    };
    let denying = spec.ingress().iter().filter(|rule| rule.action().is("Deny"));
    let ports = denying.flat_map(|rule| rule.destination().then(|to| to.ports()).entries());
    let of_nodes = ports.filter(|(port, _)| match calico_ports(*port) {
        Numbers::Range(first, last) => NODE_PORTS.contains(&first) && NODE_PORTS.contains(&last),
        _ => false,
    });
    of_nodes.map(|(_, node)| node).collect()
}

/// Hosts have no namespace and no service account.
fn names_no_pods(spec: super::calico::CalicoSpec<'_>) -> bool {
    let names = |text: Field<'_, &str>| text.get().is_some_and(|text| !text.trim().is_empty());
    !names(spec.namespace_selector()) && !names(spec.service_account_selector())
}

//! Network policies of the whole cluster, of `policy.networking.k8s.io`: ClusterNetworkPolicy of v1alpha2,
//! and AdminNetworkPolicy and BaselineAdminNetworkPolicy of v1alpha1, which it replaced.

use super::field::Field;
use super::kind::Kind;
use super::meta::{LabelSelector, Metadata};
use super::object::Object;
use super::view::{List, view};
use crate::parse::Node;

view! {
    /// A policy that the owners of the cluster set, before or after those of namespaces.
    ClusterNetworkPolicy "ClusterNetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ClusterPolicySpec<'a>,
    }

    /// The same, of v1alpha1, before those of namespaces.
    AdminNetworkPolicy "AdminNetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ClusterPolicySpec<'a>,
    }

    /// The same, of v1alpha1, after those of namespaces. There is one, named `default`.
    BaselineAdminNetworkPolicy "BaselineAdminNetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ClusterPolicySpec<'a>,
    }

    /// What the three have in common.
    ClusterPolicySpec "ClusterNetworkPolicySpec" {
        /// `Admin` or `Baseline`; v1alpha2 alone.
        tier "tier": &'a str,
        /// 0 to 1000, lower ones first.
        priority "priority": i64,
        subject "subject": ClusterPolicySubject<'a>,
        ingress "ingress": List<'a, ClusterIngressRule<'a>>,
        egress "egress": List<'a, ClusterEgressRule<'a>>,
    }

    /// Whom a policy is for: one of the two.
    ClusterPolicySubject "ClusterNetworkPolicySubject" {
        namespaces "namespaces": LabelSelector<'a>,
        pods "pods": NamespacedPods<'a>,
    }

    /// Pods of some namespaces.
    NamespacedPods "NamespacedPod" {
        namespace_selector "namespaceSelector": LabelSelector<'a>,
        pod_selector "podSelector": LabelSelector<'a>,
    }

    /// What comes in.
    ClusterIngressRule "ClusterNetworkPolicyIngressRule" {
        name "name": &'a str,
        /// `Accept` (`Allow` in v1alpha1), `Deny` or `Pass`.
        action "action": &'a str,
        from "from": List<'a, ClusterPeer<'a>>,
        /// v1alpha2. Left out: every port and protocol.
        protocols "protocols": List<'a, ClusterProtocol<'a>>,
        /// v1alpha1. Left out: every port and protocol.
        ports "ports": List<'a, ClusterPort<'a>>,
    }

    /// What goes out.
    ClusterEgressRule "ClusterNetworkPolicyEgressRule" {
        name "name": &'a str,
        /// `Accept` (`Allow` in v1alpha1), `Deny` or `Pass`.
        action "action": &'a str,
        to "to": List<'a, ClusterPeer<'a>>,
        /// v1alpha2. Left out: every port and protocol.
        protocols "protocols": List<'a, ClusterProtocol<'a>>,
        /// v1alpha1. Left out: every port and protocol.
        ports "ports": List<'a, ClusterPort<'a>>,
    }

    /// The other end: one of these. Those beside the first two are for egress.
    ClusterPeer "ClusterNetworkPolicyEgressPeer" {
        namespaces "namespaces": LabelSelector<'a>,
        pods "pods": NamespacedPods<'a>,
        nodes "nodes": LabelSelector<'a>,
        networks "networks": List<'a, &'a str>,
        domain_names "domainNames": List<'a, &'a str>,
    }

    /// Ports of v1alpha2: one of these.
    ClusterProtocol "ClusterNetworkPolicyProtocol" {
        tcp "tcp": ProtocolPort<'a>,
        udp "udp": ProtocolPort<'a>,
        sctp "sctp": ProtocolPort<'a>,
        destination_named_port "destinationNamedPort": &'a str,
    }

    /// Ports of one protocol.
    ProtocolPort "ClusterNetworkPolicyProtocolTCP" {
        destination_port "destinationPort": DestinationPort<'a>,
    }

    /// A port or several.
    DestinationPort "Port" {
        number "number": i64,
        range "range": PortSpan<'a>,
    }

    /// From one port to another.
    PortSpan "PortRange" {
        /// v1alpha1 alone. Left out: `TCP`.
        protocol "protocol": &'a str,
        start "start": i64,
        end "end": i64,
    }

    /// Ports of v1alpha1: one of these.
    ClusterPort "AdminNetworkPolicyPort" {
        port_number "portNumber": NumberedPort<'a>,
        named_port "namedPort": &'a str,
        port_range "portRange": PortSpan<'a>,
    }

    /// A port of v1alpha1.
    NumberedPort "Port" {
        /// Left out: `TCP`.
        protocol "protocol": &'a str,
        port "port": i64,
    }
}

/// The part of the cluster's policies that comes before those of namespaces, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterTier {
    /// Before.
    Admin,
    /// After, where those of namespaces leave something open.
    Baseline,
}

/// What the three kinds have in common, read from any of them.
#[must_use]
pub fn spec_of(object: Object<'_>) -> Option<ClusterPolicySpec<'_>> {
    match object.kind() {
        Kind::ClusterNetworkPolicy => object.view::<ClusterNetworkPolicy<'_>>()?.spec().get(),
        Kind::AdminNetworkPolicy => object.view::<AdminNetworkPolicy<'_>>()?.spec().get(),
        Kind::BaselineAdminNetworkPolicy => {
            object.view::<BaselineAdminNetworkPolicy<'_>>()?.spec().get()
        }
        _ => None,
    }
}

/// The tier of a policy of any of the three kinds.
#[must_use]
pub fn tier_of(object: Object<'_>) -> Option<ClusterTier> {
    match (object.kind(), spec_of(object)?.tier().get()) {
        (Kind::AdminNetworkPolicy, _) | (Kind::ClusterNetworkPolicy, Some("Admin")) => {
            Some(ClusterTier::Admin)
        }
        (Kind::BaselineAdminNetworkPolicy, _) | (Kind::ClusterNetworkPolicy, Some("Baseline")) => {
            Some(ClusterTier::Baseline)
        }
        _ => None,
    }
}

/// A rule of either direction.
#[derive(Clone, Copy)]
pub struct ClusterRule<'a> {
    /// The rule.
    pub node: Node<'a>,
    /// `action`
    pub action: Field<'a, &'a str>,
    /// `from` or `to`
    pub peers: Field<'a, List<'a, ClusterPeer<'a>>>,
    /// `protocols`
    pub protocols: Field<'a, List<'a, ClusterProtocol<'a>>>,
    /// `ports`
    pub ports: Field<'a, List<'a, ClusterPort<'a>>>,
}

impl<'a> ClusterPolicySpec<'a> {
    /// The rules for what comes in.
    pub fn ingress_rules(self) -> impl Iterator<Item = ClusterRule<'a>> {
        self.ingress().entries().map(|(rule, node)| ClusterRule {
            node,
            action: rule.action(),
            peers: rule.from(),
            protocols: rule.protocols(),
            ports: rule.ports(),
        })
    }

    /// The rules for what goes out.
    pub fn egress_rules(self) -> impl Iterator<Item = ClusterRule<'a>> {
        self.egress().entries().map(|(rule, node)| ClusterRule {
            node,
            action: rule.action(),
            peers: rule.to(),
            protocols: rule.protocols(),
            ports: rule.ports(),
        })
    }
}

//! Talos' machine configuration: it has a version and no kind.

use super::audit_policy::AuditPolicy;
use super::view::{Credential, FromNode, List, Shape, view};
use crate::parse::{Node, NodeKind};

view! {
    /// The configuration of one machine, or of all of a kind.
    TalosConfig "MachineConfig" {
        version "version": &'a str,
        machine "machine": TalosMachine<'a>,
        cluster "cluster": TalosCluster<'a>,
    }

    /// What is the machine's own.
    TalosMachine "MachineConfig.machine" {
        /// `controlplane`, `worker`, or the older `init`.
        type_ "type": &'a str,
        token "token": Credential<'a>,
        kubelet "kubelet": TalosKubelet<'a>,
    }

    /// Its kubelet.
    TalosKubelet "KubeletConfig" {
        image "image": &'a str,
        extra_args "extraArgs": TalosArguments<'a>,
    }

    /// What is the cluster's.
    TalosCluster "ClusterConfig" {
        token "token": Credential<'a>,
        secret "secret": Credential<'a>,
        api_server "apiServer": TalosApiServer<'a>,
        controller_manager "controllerManager": TalosComponent<'a>,
        scheduler "scheduler": TalosComponent<'a>,
        etcd "etcd": TalosEtcd<'a>,
    }

    /// The API server.
    TalosApiServer "APIServerConfig" {
        image "image": &'a str,
        extra_args "extraArgs": TalosArguments<'a>,
        /// Left out: everything is recorded, without bodies.
        audit_policy "auditPolicy": AuditPolicy<'a>,
        /// Authorizers beside `Node` and `RBAC`.
        authorization_config "authorizationConfig": List<'a, Node<'a>>,
    }

    /// The controller manager or the scheduler.
    TalosComponent "ControlPlaneComponent" {
        image "image": &'a str,
        extra_args "extraArgs": TalosArguments<'a>,
    }

    /// etcd.
    TalosEtcd "EtcdConfig" {
        image "image": &'a str,
        extra_args "extraArgs": TalosArguments<'a>,
        /// The networks whose addresses it tells others; left out: as it listens.
        advertised_subnets "advertisedSubnets": List<'a, &'a str>,
        /// Left out: as `advertisedSubnets`; without either it listens at every address.
        listen_subnets "listenSubnets": List<'a, &'a str>,
    }
}

/// Is the root of a document without a kind such a file?
pub(super) fn is_config(root: Node<'_>) -> bool {
    root.get("version").and_then(Node::as_str) == Some("v1alpha1")
        && ["machine", "cluster"].iter().any(|key| root.get(key).is_some())
}

impl TalosConfig<'_> {
    /// Is it of a machine of the control plane? `None` where it does not tell: a patch.
    #[must_use]
    pub fn is_control_plane(self) -> Option<bool> {
        let kind = self.machine().then(|machine| machine.type_()).get()?;
        Some(matches!(kind, "controlplane" | "init"))
    }
}

/// Flags of a program, each with one value or a list of them.
#[derive(Clone, Copy)]
pub struct TalosArguments<'a>(Node<'a>);

impl<'a> TalosArguments<'a> {
    /// The node they are written in.
    #[must_use]
    pub fn node(self) -> Node<'a> {
        self.0
    }

    /// Each flag with each of its values, where it is written.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str, Node<'a>)> {
        self.0.entries().flat_map(|(name, value)| {
            let alone = Some(value).filter(|node| node.kind() == NodeKind::Scalar);
            let values = alone.into_iter().chain(value.items());
            values.filter_map(move |node| Some((name.text(), node.as_str()?, node)))
        })
    }
}

impl<'a> FromNode<'a> for TalosArguments<'a> {
    const SHAPE: &'static Shape = &Shape::Map(&Shape::Any);
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() == NodeKind::Mapping).then_some(Self(node))
    }
}

//! The file that k3s and RKE2 read, `config.yaml`: it has no kind, and is known by its keys.

use super::view::{Credential, FromNode, Shape, view};
use crate::parse::{Node, NodeKind};

view! {
    /// `/etc/rancher/k3s/config.yaml`, `/etc/rancher/rke2/config.yaml`, and what is beside them in `config.yaml.d`.
    K3sConfig "K3sConfig" {
        kube_apiserver_arg "kube-apiserver-arg": Words<'a>,
        kube_apiserver_arg_more "kube-apiserver-arg+": Words<'a>,
        kube_controller_manager_arg "kube-controller-manager-arg": Words<'a>,
        kube_controller_manager_arg_more "kube-controller-manager-arg+": Words<'a>,
        kube_scheduler_arg "kube-scheduler-arg": Words<'a>,
        kube_scheduler_arg_more "kube-scheduler-arg+": Words<'a>,
        etcd_arg "etcd-arg": Words<'a>,
        etcd_arg_more "etcd-arg+": Words<'a>,
        kubelet_arg "kubelet-arg": Words<'a>,
        kubelet_arg_more "kubelet-arg+": Words<'a>,
        /// Left out: k3s stores Secrets as they are. RKE2 encrypts them whatever is written.
        secrets_encryption "secrets-encryption": bool,
        cluster_init "cluster-init": bool,
        disable_etcd "disable-etcd": bool,
        disable_apiserver "disable-apiserver": bool,
        datastore_endpoint "datastore-endpoint": &'a str,
        datastore_cafile "datastore-cafile": &'a str,
        datastore_certfile "datastore-certfile": &'a str,
        datastore_keyfile "datastore-keyfile": &'a str,
        etcd_expose_metrics "etcd-expose-metrics": bool,
        token "token": Credential<'a>,
        agent_token "agent-token": Credential<'a>,
        /// RKE2: `cis`.
        profile "profile": &'a str,
        /// RKE2.
        audit_policy_file "audit-policy-file": &'a str,
        /// RKE2.
        pod_security_admission_config_file "pod-security-admission-config-file": &'a str,
    }
}

/// Keys that only a server has.
const OF_SERVERS: &[&str] = &[
    "kube-apiserver-arg",
    "kube-controller-manager-arg",
    "kube-scheduler-arg",
    "etcd-arg",
    "secrets-encryption",
    "secrets-encryption-provider",
    "cluster-init",
    "datastore-endpoint",
    "etcd-expose-metrics",
    "etcd-s3",
    "etcd-snapshot-retention",
    "etcd-snapshot-schedule-cron",
    "write-kubeconfig-mode",
    "disable-cloud-controller",
    "disable-network-policy",
    "disable-kube-proxy",
    "disable-helm-controller",
    "flannel-backend",
    "cluster-cidr",
    "service-cidr",
    "audit-policy-file",
    "pod-security-admission-config-file",
];

/// Further keys by which a file without a kind is known.
const OF_AGENTS: &[&str] = &["kubelet-arg", "kube-proxy-arg", "protect-kernel-defaults"];

/// Keys that k3s does not have.
const OF_RKE2: &[&str] = &[
    "profile",
    "audit-policy-file",
    "pod-security-admission-config-file",
    "cni",
    "ingress-controller",
    "kube-apiserver-extra-mount",
    "control-plane-resource-requests",
    "control-plane-resource-limits",
];

/// Keys that RKE2 does not have.
const OF_K3S: &[&str] = &[
    "flannel-backend",
    "disable-network-policy",
    "disable-helm-controller",
    "secrets-encryption",
    "docker",
    "cluster-init",
];

/// Is the root of a document without a kind one of these files?
pub(super) fn is_config(root: Node<'_>) -> bool {
    has(root, OF_SERVERS) || has(root, OF_AGENTS)
}

/// A key may end in `+`: its values are added to those of files read before.
fn has(root: Node<'_>, keys: &[&str]) -> bool {
    root.entries().any(|(key, _)| {
        let name = key.text();
        keys.contains(&name.strip_suffix('+').unwrap_or(name))
    })
}

impl<'a> K3sConfig<'a> {
    /// Is it of a server, rather than of a node that only runs pods?
    #[must_use]
    pub fn is_of_server(self) -> bool {
        has(self.node(), OF_SERVERS)
    }

    /// Is it RKE2's, rather than that of k3s? `None` where its keys do not tell.
    #[must_use]
    pub fn is_of_rke2(self) -> Option<bool> {
        if has(self.node(), OF_RKE2) {
            Some(true)
        } else {
            has(self.node(), OF_K3S).then_some(false)
        }
    }
}

/// One word or a list of words.
#[derive(Clone, Copy)]
pub struct Words<'a>(Node<'a>);

impl<'a> Words<'a> {
    /// Each word, where it is written.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let alone = Some(self.0).filter(|node| node.kind() == NodeKind::Scalar);
        let words = alone.into_iter().chain(self.0.items());
        words.filter_map(|node| Some((node.as_str()?, node)))
    }
}

impl<'a> FromNode<'a> for Words<'a> {
    const SHAPE: &'static Shape = &Shape::Any;
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() != NodeKind::Mapping).then_some(Self(node))
    }
}

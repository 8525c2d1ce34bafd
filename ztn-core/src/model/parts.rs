//! Files that are written inside objects: as parts of the object itself, or as texts in it.

use super::cluster_api::{
    KubeadmConfigSpec, KubeadmConfigTemplate, KubeadmControlPlane, KubeadmControlPlaneTemplate,
    NodeFile,
};
use super::field::Field;
use super::k3s;
use super::kind::Kind;
use super::kind_cluster::KindCluster;
use super::talos::{self, TalosConfig};
use super::view::FromNode;
use crate::parse::Node;

/// The kind of a file that does not name it.
pub(super) fn kind_by_keys(root: Node<'_>) -> Option<Kind> {
    if talos::is_config(root) {
        Some(Kind::TalosConfig)
    } else {
        k3s::is_config(root).then_some(Kind::K3sConfig)
    }
}

/// A text that is a file of a node.
pub(super) struct FileText<'a> {
    /// The text.
    pub text: Node<'a>,
    /// Where the node has it, if that is known.
    pub path: Option<&'a str>,
}

/// The files that an object of this kind holds as parts of itself.
pub(super) fn parts(node: Node<'_>, kind: Kind) -> Vec<(Node<'_>, Kind)> {
    if kind == Kind::TalosConfig {
        let policy = TalosConfig::from_node(node).and_then(|file| {
            file.cluster().then(|cluster| cluster.api_server()).then(|api| api.audit_policy()).get()
        });
        return policy.map(|policy| (policy.node(), Kind::AuditPolicy)).into_iter().collect();
    }
    let Some(spec) = kubeadm_spec(node, kind).get() else {
        return Vec::new();
    };
    let parts = [
        (spec.cluster_configuration().map(|file| file.node()), Kind::KubeadmClusterConfiguration),
        (spec.init_configuration().map(|file| file.node()), Kind::KubeadmInitConfiguration),
        (spec.join_configuration().map(|file| file.node()), Kind::KubeadmJoinConfiguration),
    ];
    parts.into_iter().filter_map(|(file, kind)| Some((file.get()?, kind))).collect()
}

/// The files that an object of this kind holds as texts.
pub(super) fn texts(node: Node<'_>, kind: Kind) -> Vec<FileText<'_>> {
    if kind == Kind::KindCluster {
        return KindCluster::from_node(node).map(patches).unwrap_or_default();
    }
    let files = kubeadm_spec(node, kind).then(KubeadmConfigSpec::files);
    let is_plain = |file: &NodeFile<'_>| file.encoding().or("").is_empty();
    let texts = files.iter().filter(is_plain).filter_map(|file| {
        Some(FileText {
            text: file.content().is_set().then(|| file.content().node())?,
            path: file.path().get(),
        })
    });
    texts.collect()
}

/// What is said of kubeadm, in each of the objects that say it.
fn kubeadm_spec(node: Node<'_>, kind: Kind) -> Field<'_, KubeadmConfigSpec<'_>> {
    match kind {
        Kind::KubeadmControlPlane => KubeadmControlPlane::from_node(node)
            .map(|plane| plane.spec().then(|spec| spec.kubeadm_config_spec())),
        Kind::KubeadmControlPlaneTemplate => {
            KubeadmControlPlaneTemplate::from_node(node).map(|template| {
                template.kubeadm_control_plane().then(|spec| spec.kubeadm_config_spec())
            })
        }
        Kind::KubeadmConfigTemplate => KubeadmConfigTemplate::from_node(node).map(|template| {
            template.spec().then(|spec| spec.template()).then(|inner| inner.spec())
        }),
        _ => None,
    }
    .unwrap_or_else(|| Field::absent(node))
}

/// The patches of a kind cluster: of all its nodes, then of single ones.
fn patches(cluster: KindCluster<'_>) -> Vec<FileText<'_>> {
    let of_all = cluster.kubeadm_config_patches().entries();
    let of_nodes = cluster.nodes().iter().flat_map(|node| node.kubeadm_config_patches().entries());
    of_all.chain(of_nodes).map(|(_, text)| FileText { text, path: None }).collect()
}

impl<'a> KubeadmControlPlaneTemplate<'a> {
    /// What it is a template of.
    #[must_use]
    pub fn kubeadm_control_plane(
        self,
    ) -> Field<'a, super::cluster_api::KubeadmControlPlaneSpec<'a>> {
        self.spec().then(|spec| spec.template()).then(|inner| inner.spec())
    }
}

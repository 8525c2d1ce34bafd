//! The file that `kind create cluster` reads.

use super::view::{List, Map, StrMap, view};
use crate::options::KubeVersion;
use crate::parse::Node;

view! {
    /// A cluster in containers.
    KindCluster "Cluster" {
        name "name": &'a str,
        nodes "nodes": List<'a, KindNode<'a>>,
        networking "networking": KindNetworking<'a>,
        feature_gates "featureGates": Map<'a, bool>,
        runtime_config "runtimeConfig": StrMap<'a>,
        /// Parts of kubeadm's files, each as text.
        kubeadm_config_patches "kubeadmConfigPatches": List<'a, &'a str>,
        kubeadm_config_patches_json6902 "kubeadmConfigPatchesJSON6902": List<'a, Node<'a>>,
    }

    /// A container that is a node.
    KindNode "Node" {
        /// Left out: `control-plane`.
        role "role": &'a str,
        image "image": &'a str,
        kubeadm_config_patches "kubeadmConfigPatches": List<'a, &'a str>,
        kubeadm_config_patches_json6902 "kubeadmConfigPatchesJSON6902": List<'a, Node<'a>>,
    }

    /// Where it listens.
    KindNetworking "Networking" {
        api_server_address "apiServerAddress": &'a str,
        api_server_port "apiServerPort": i64,
        pod_subnet "podSubnet": &'a str,
    }
}

impl<'a> KindCluster<'a> {
    /// The version of its control plane, as the image of its first such node is tagged.
    #[must_use]
    pub fn version(self) -> Option<KubeVersion> {
        let mut nodes = self.nodes().iter().filter(|node| node.is_control_plane());
        nodes.find_map(KindNode::version)
    }
}

impl KindNode<'_> {
    /// Is it of the control plane?
    #[must_use]
    pub fn is_control_plane(self) -> bool {
        self.role().or("control-plane") == "control-plane"
    }

    /// The version of Kubernetes in its image: `kindest/node:v1.36.1@sha256:…`.
    #[must_use]
    pub fn version(self) -> Option<KubeVersion> {
        let name = self.image().get()?.split('@').next()?;
        name.rsplit_once(':')?.1.parse().ok()
    }
}

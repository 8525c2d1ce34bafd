//! The versions that an input names.

use super::command::basename;
use super::{Component, ControlPlane};
use crate::model::cluster_api::{CapiCluster, KubeadmControlPlane};
use crate::model::kind_cluster::KindCluster;
use crate::model::kubeadm::ClusterConfiguration;
use crate::model::node::ClusterNode;
use crate::model::talos::TalosConfig;
use crate::model::{Cluster, Field, Object};
use crate::options::{KubeVersion, Provider};
use crate::parse::Node;

/// A Kubernetes version, and who is said to have it.
#[derive(Clone, Copy)]
pub struct NamedVersion<'a> {
    /// The object that names it.
    pub object: Object<'a>,
    /// Where.
    pub node: Node<'a>,
    /// The version.
    pub version: KubeVersion,
    /// Whose build it is, where the text tells: `v1.33.4-eks-5e0fdde`.
    pub provider: Option<Provider>,
    /// Is it somebody's own build, which may have fixes that its number does not tell?
    pub is_rebuilt: bool,
    /// The program; that of kubeadm's configuration stands for the whole cluster.
    pub program: &'static str,
    /// Is it the version of a cluster that the input makes, which need not be the one it is of?
    pub is_of_made: bool,
}

const API_SERVER: &str = Component::ApiServer.program();
const CONTROLLER_MANAGER: &str = Component::ControllerManager.program();
const KUBE_PROXY: &str = "kube-proxy";

/// Who counts as having the version of the API server.
const CLUSTER: &str = "the cluster";

impl NamedVersion<'_> {
    /// Does it say what the API server is?
    #[must_use]
    pub fn is_of_api_server(&self) -> bool {
        self.program == Component::ApiServer.program() || self.program == CLUSTER
    }

    /// The programs that have it: kubeadm's configuration names the version of several.
    #[must_use]
    pub fn programs(&self) -> &[&'static str] {
        if self.program == CLUSTER {
            &[API_SERVER, CONTROLLER_MANAGER, KUBE_PROXY]
        } else {
            std::slice::from_ref(&self.program)
        }
    }

    /// The program and its version, in words.
    #[must_use]
    pub fn text(&self) -> String {
        let program = if self.program == CLUSTER { "Kubernetes" } else { self.program };
        format!("{program} {}", self.version)
    }

    /// Is it of a program that may be at most one minor release older than the API server?
    #[must_use]
    pub fn is_of_controller(&self) -> bool {
        self.program == Component::ControllerManager.program()
            || self.program == Component::Scheduler.program()
    }
}

/// A version that does not go with that of the API server.
#[derive(Clone, Copy)]
pub struct Skew<'a> {
    /// The version.
    pub named: NamedVersion<'a>,
    /// That of the API server.
    pub api_server: NamedVersion<'a>,
    /// Is it newer, rather than too old?
    pub is_newer: bool,
}

/// A program of Kubernetes of which the version is whatever is newest when it starts.
#[derive(Clone, Copy)]
pub struct Floating<'a> {
    /// The program; kubeadm's configuration names the version of the whole cluster.
    pub program: &'static str,
    /// What is written in place of a version; empty: nothing.
    pub text: &'a str,
    /// The object that says so.
    pub object: Object<'a>,
    /// Where.
    pub node: Node<'a>,
}

impl<'a> ControlPlane<'a> {
    /// Images of Kubernetes without a version or a digest, and kubeadm's labels of a release, such as `stable-1`.
    #[must_use]
    pub fn floating_versions(&self) -> Vec<Floating<'a>> {
        let mut found = Vec::new();
        for (object, file) in self.cluster.all::<ClusterConfiguration<'_>>() {
            let version = file.kubernetes_version();
            let label = version.get().filter(|text| text.starts_with(char::is_alphabetic));
            if let Some(text) = label.filter(|text| !text.starts_with(['v', '$'])) {
                found.push(Floating { program: CLUSTER, text, object, node: version.node() });
            }
        }
        for workload in self.cluster.workloads() {
            for (_, container) in workload.containers() {
                let image = container.image();
                let Some((name, tag)) = image.get().and_then(untagged) else { continue };
                if let Some(&program) = PROGRAMS.iter().find(|program| **program == name) {
                    let object = workload.object();
                    found.push(Floating { program, text: tag, object, node: image.node() });
                }
            }
        }
        found
    }

    /// The versions outside what Kubernetes supports beside each other: nothing is newer than the oldest
    /// API server; against the newest, kubelets and kube-proxy may be three minor releases older (two up
    /// to 1.24), other programs of the control plane one, and API servers one.
    /// (<https://kubernetes.io/releases/version-skew-policy/>)
    #[must_use]
    pub fn skews(&self) -> Vec<Skew<'a>> {
        let api_server = Component::ApiServer.program();
        // Clusters that the input makes are no neighbours.
        let of_this = || self.versions().iter().filter(|named| !named.is_of_made);
        let running: Vec<_> = of_this().filter(|named| named.program == api_server).collect();
        let configured: Vec<_> = of_this().filter(|named| named.is_of_api_server()).collect();
        let servers = if running.is_empty() { configured } else { running };
        let oldest = servers.iter().min_by_key(|named| named.version.minor);
        let newest = servers.iter().max_by_key(|named| named.version.minor);
        let (Some(oldest), Some(newest)) = (oldest, newest) else {
            return Vec::new();
        };
        let skew = |named: &NamedVersion<'a>| {
            let minor = named.version.minor;
            let allowed = match named.program {
                program if program == CLUSTER => return None,
                program if program == api_server || named.is_of_controller() => 1,
                _ if minor < 25 => 2,
                _ => 3,
            };
            let (api_server, is_newer) =
                if minor > oldest.version.minor && named.program != api_server {
                    (**oldest, true)
                } else if minor + allowed < newest.version.minor {
                    (**newest, false)
                } else {
                    return None;
                };
            Some(Skew { named: *named, api_server, is_newer })
        };
        of_this().filter_map(skew).collect()
    }
}

/// Programs whose images are tagged with the version of Kubernetes. etcd counts its own.
const PROGRAMS: &[&str] =
    &[API_SERVER, CONTROLLER_MANAGER, "kube-scheduler", KUBE_PROXY, Component::Kubelet.program()];

/// Every Kubernetes version that an object names.
pub(super) fn versions(cluster: &Cluster) -> Vec<NamedVersion<'_>> {
    let mut versions = Vec::new();
    let named = |object, node, text: &str, program, is_of_made| {
        let (version, provider) = (text.parse().ok()?, provider_of(text));
        let is_rebuilt = is_rebuilt(text);
        Some(NamedVersion { object, node, version, provider, is_rebuilt, program, is_of_made })
    };
    let mut name = |object, node, text: &str, program| {
        versions.extend(named(object, node, text, program, false));
    };
    for (object, configuration) in cluster.all::<ClusterConfiguration<'_>>() {
        let version = configuration.kubernetes_version();
        name(object, version.node(), version.or(""), CLUSTER);
    }
    for (object, node) in cluster.all::<ClusterNode<'_>>() {
        let info = node.status().then(|status| status.node_info());
        let version = info.then(|info| info.kubelet_version());
        name(object, version.node(), version.or(""), Component::Kubelet.program());
    }
    for workload in cluster.workloads() {
        for (_, container) in workload.containers() {
            let image = container.image();
            if let Some((program, tag)) = image.get().and_then(tag_of) {
                name(workload.object(), image.node(), tag, program);
            }
        }
    }
    for (object, file) in cluster.all::<TalosConfig<'_>>() {
        let api_server = file.cluster().then(|cluster| cluster.api_server());
        let kubelet = file.machine().then(|machine| machine.kubelet());
        let images =
            [api_server.then(|section| section.image()), kubelet.then(|section| section.image())];
        for image in images {
            if let Some((program, tag)) = image.get().and_then(tag_of) {
                name(object, image.node(), tag, program);
            }
        }
    }
    versions.extend(made(cluster).filter_map(|(object, version)| {
        named(object, version.node(), version.or(""), CLUSTER, true)
    }));
    versions
}

/// The versions of the clusters that the input makes.
fn made(cluster: &Cluster) -> impl Iterator<Item = (Object<'_>, Field<'_, &str>)> {
    let planes = cluster.all::<KubeadmControlPlane<'_>>();
    let planes = planes.map(|(object, plane)| (object, plane.spec().then(|spec| spec.version())));
    let clusters = cluster.all::<CapiCluster<'_>>().map(|(object, cluster)| {
        (object, cluster.spec().then(|spec| spec.topology()).then(|topology| topology.version()))
    });
    let images = cluster.all::<KindCluster<'_>>().flat_map(|(object, kind)| {
        let nodes = kind.nodes().iter().filter(|node| node.is_control_plane());
        nodes.map(move |node| (object, node.image().map(|image| tag(image).unwrap_or(""))))
    });
    planes.chain(clusters).chain(images)
}

/// Does a version say more than three numbers? k3s and RKE2 are built from the release they name.
fn is_rebuilt(text: &str) -> bool {
    let marks = text.split_once(['-', '+']).map_or("", |(_, marks)| marks);
    !marks.is_empty() && !marks.starts_with("k3s") && !marks.starts_with("rke2r")
}

/// The Kubernetes version that the image of a component is tagged with.
pub(super) fn version_of_image(image: &str) -> Option<KubeVersion> {
    tag_of(image)?.1.parse().ok()
}

/// The program and the tag of an image of Kubernetes itself.
fn tag_of(image: &str) -> Option<(&'static str, &str)> {
    let (name, tag) = basename(image.split('@').next()?).rsplit_once(':')?;
    let name = name.strip_suffix("-amd64").or(name.strip_suffix("-arm64")).unwrap_or(name);
    let program = PROGRAMS.iter().find(|program| **program == name)?;
    Some((program, tag))
}

/// The tag of an image.
fn tag(image: &str) -> Option<&str> {
    Some(basename(image.split('@').next()?).rsplit_once(':')?.1)
}

/// The name of an image without a digest, and its tag, where that is no version.
fn untagged(image: &str) -> Option<(&str, &str)> {
    let (name, tag) = basename(image).split_once(':').unwrap_or((basename(image), ""));
    let is_version = tag.starts_with(['v', '$']) || tag.starts_with(|c: char| c.is_ascii_digit());
    (!image.contains('@') && !is_version).then_some((name, tag))
}

fn provider_of(text: &str) -> Option<Provider> {
    [("-eks", Provider::Eks), ("-gke", Provider::Gke)]
        .into_iter()
        .find(|(mark, _)| text.contains(mark))
        .map(|(_, provider)| provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_tells_its_version_by_its_tag() {
        let read = |image| version_of_image(image).map(|version| version.to_string());
        assert_eq!(read("registry.k8s.io/kube-apiserver:v1.36.2").as_deref(), Some("1.36.2"));
        assert_eq!(
            read("reg:5000/k8s/kube-proxy-amd64:v1.20.1@sha256:00").as_deref(),
            Some("1.20.1")
        );
        assert_eq!(
            read("602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.33.0-eksbuild.2")
                .as_deref(),
            Some("1.33.0")
        );
        for image in [
            "registry.k8s.io/etcd:3.6.4-0",
            "kube-apiserver",
            "reg:5000/kube-apiserver",
            "kube-apiserver:latest",
            "my-kube-apiserver:v1.2.3",
        ] {
            assert_eq!(read(image), None, "{image}");
        }
    }

    #[test]
    fn a_version_with_marks_is_somebodys_own_build() {
        for text in ["v1.33.4-eks-5e0fdde", "v1.29.6+aba1e8d", "1.37.0-rc.1"] {
            assert!(is_rebuilt(text), "{text}");
        }
        for text in ["v1.33.4", "v1.33.4+k3s1", "v1.33.4+rke2r2", "1.33"] {
            assert!(!is_rebuilt(text), "{text}");
        }
    }

    #[test]
    fn a_version_tells_whose_build_it_is() {
        assert_eq!(provider_of("v1.33.4-eks-5e0fdde"), Some(Provider::Eks));
        assert_eq!(provider_of("v1.33.4-gke.1400"), Some(Provider::Gke));
        assert_eq!(provider_of("v1.33.4+k3s1"), None);
    }
}

//! Cluster API: clusters as objects of another cluster. Those of kubeadm hold kubeadm's own files.

use super::kubeadm::{ClusterConfiguration, InitConfiguration, JoinConfiguration};
use super::meta::Metadata;
use super::view::{List, view};

view! {
    /// A cluster as a whole.
    CapiCluster "Cluster" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CapiClusterSpec<'a>,
    }

    /// `spec` of a cluster.
    CapiClusterSpec "ClusterSpec" {
        topology "topology": ClusterTopology<'a>,
    }

    /// What its class is told.
    ClusterTopology "Topology" {
        version "version": &'a str,
    }

    /// The control plane of a cluster, as kubeadm starts it.
    KubeadmControlPlane "KubeadmControlPlane" {
        metadata "metadata": Metadata<'a>,
        spec "spec": KubeadmControlPlaneSpec<'a>,
    }

    /// `spec` of a control plane, and of its template.
    KubeadmControlPlaneSpec "KubeadmControlPlaneSpec" {
        version "version": &'a str,
        kubeadm_config_spec "kubeadmConfigSpec": KubeadmConfigSpec<'a>,
    }

    /// What the control planes of a class have in common.
    KubeadmControlPlaneTemplate "KubeadmControlPlaneTemplate" {
        metadata "metadata": Metadata<'a>,
        spec "spec": KubeadmControlPlaneTemplateSpec<'a>,
    }

    /// `spec` of the template.
    KubeadmControlPlaneTemplateSpec "KubeadmControlPlaneTemplateSpec" {
        template "template": KubeadmControlPlaneTemplateResource<'a>,
    }

    /// The template itself.
    KubeadmControlPlaneTemplateResource "KubeadmControlPlaneTemplateResource" {
        spec "spec": KubeadmControlPlaneSpec<'a>,
    }

    /// How machines become nodes.
    KubeadmConfigTemplate "KubeadmConfigTemplate" {
        metadata "metadata": Metadata<'a>,
        spec "spec": KubeadmConfigTemplateSpec<'a>,
    }

    /// `spec` of the template.
    KubeadmConfigTemplateSpec "KubeadmConfigTemplateSpec" {
        template "template": KubeadmConfigTemplateResource<'a>,
    }

    /// The template itself.
    KubeadmConfigTemplateResource "KubeadmConfigTemplateResource" {
        spec "spec": KubeadmConfigSpec<'a>,
    }

    /// kubeadm's files, and those beside them.
    KubeadmConfigSpec "KubeadmConfigSpec" {
        cluster_configuration "clusterConfiguration": ClusterConfiguration<'a>,
        init_configuration "initConfiguration": InitConfiguration<'a>,
        join_configuration "joinConfiguration": JoinConfiguration<'a>,
        files "files": List<'a, NodeFile<'a>>,
    }

    /// A file of the machine.
    NodeFile "File" {
        path "path": &'a str,
        owner "owner": &'a str,
        permissions "permissions": &'a str,
        /// Left out: plain text.
        encoding "encoding": &'a str,
        content "content": &'a str,
    }
}

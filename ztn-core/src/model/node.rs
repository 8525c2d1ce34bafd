//! Nodes of the cluster.

use super::meta::Metadata;
use super::scheduling::{Taint, is_control_plane_role};
use super::view::{List, StrMap, view};
use crate::parse::Node;

view! {
    /// A machine of the cluster; not to be taken for [`crate::parse::Node`].
    ClusterNode "Node" {
        metadata "metadata": Metadata<'a>,
        spec "spec": NodeSpec<'a>,
        status "status": NodeStatus<'a>,
    }

    /// `spec` of a Node.
    NodeSpec "NodeSpec" {
        taints "taints": List<'a, Taint<'a>>,
        unschedulable "unschedulable": bool,
        provider_id "providerID": &'a str,
        pod_cidr "podCIDR": &'a str,
        pod_cidrs "podCIDRs": List<'a, &'a str>,
    }

    /// `status` of a Node.
    NodeStatus "NodeStatus" {
        node_info "nodeInfo": NodeInfo<'a>,
        addresses "addresses": List<'a, NodeAddress<'a>>,
        daemon_endpoints "daemonEndpoints": DaemonEndpoints<'a>,
    }

    /// Versions of what runs on a node. `kubeProxyVersion` is not read: it is empty since 1.33.
    NodeInfo "NodeSystemInfo" {
        kubelet_version "kubeletVersion": &'a str,
        container_runtime_version "containerRuntimeVersion": &'a str,
        kernel_version "kernelVersion": &'a str,
        os_image "osImage": &'a str,
        operating_system "operatingSystem": &'a str,
        architecture "architecture": &'a str,
    }

    /// One address of a node.
    NodeAddress "NodeAddress" {
        type_ "type": &'a str,
        address "address": &'a str,
    }

    /// Where the node's own services listen.
    DaemonEndpoints "NodeDaemonEndpoints" {
        kubelet "kubeletEndpoint": DaemonEndpoint<'a>,
    }

    /// One such port.
    DaemonEndpoint "DaemonEndpoint" {
        port "Port": i64,
    }
}

impl<'a> ClusterNode<'a> {
    /// The label that makes it a node of the control plane, if it is one.
    #[must_use]
    pub fn control_plane_role(self) -> Option<Node<'a>> {
        let labels = self.metadata().then(Metadata::labels).get();
        let mut keys = labels.into_iter().flat_map(StrMap::entries).map(|(key, _, _)| key);
        keys.find(|key| is_control_plane_role(key.text()))
    }

    /// The same label, if nothing keeps pods off the node.
    #[must_use]
    pub fn untainted_role(self) -> Option<Node<'a>> {
        let label = self.control_plane_role()?;
        let taints = self.spec().then(NodeSpec::taints);
        let keeps_off =
            |taint: Taint<'_>| matches!(taint.effect().or(""), "NoSchedule" | "NoExecute");
        let closed =
            taints.iter().any(keeps_off) || self.spec().then(NodeSpec::unschedulable).is_true();
        (!closed && !taints.is_wrong()).then_some(label)
    }
}

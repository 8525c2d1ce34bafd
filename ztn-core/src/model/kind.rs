//! The kinds of objects the model knows.

macro_rules! kinds {
    ($( $(#[$meta:meta])* $variant:ident $kind:literal $scope:ident [$($group:literal),+], )+) => {
        /// A kind of object, of whatever version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $( $(#[$meta])* #[doc = concat!("`", $kind, "`")] $variant, )+
            /// A kind the model has no view of; its nodes are kept.
            Other,
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)+ Kind::Other];

            /// The kind named `kind` of the API group `group`.
            #[must_use]
            pub fn of(group: &str, kind: &str) -> Self {
                match kind {
                    $( $kind if [$($group),+].contains(&group) => Self::$variant, )+
                    _ => Self::Other,
                }
            }

            /// Its name, as manifests write it; empty for [`Kind::Other`].
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $kind, )+
                    Self::Other => "",
                }
            }

            /// Its API groups, the current one first.
            #[must_use]
            pub fn groups(self) -> &'static [&'static str] {
                match self {
                    $( Self::$variant => &[$($group),+], )+
                    Self::Other => &[],
                }
            }

            /// Where its objects live.
            #[must_use]
            pub fn scope(self) -> KindScope {
                match self {
                    $( Self::$variant => KindScope::$scope, )+
                    Self::Other => KindScope::Unknown,
                }
            }
        }
    };
}

/// Where the objects of a kind live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindScope {
    /// In a namespace.
    Namespaced,
    /// Beside the namespaces.
    Cluster,
    /// Not in the API at all: a file that a component reads.
    File,
    /// The model does not know the kind.
    Unknown,
}

kinds! {
    Pod "Pod" Namespaced [""],
    PodTemplate "PodTemplate" Namespaced [""],
    ReplicationController "ReplicationController" Namespaced [""],
    Deployment "Deployment" Namespaced ["apps", "extensions"],
    ReplicaSet "ReplicaSet" Namespaced ["apps", "extensions"],
    StatefulSet "StatefulSet" Namespaced ["apps"],
    DaemonSet "DaemonSet" Namespaced ["apps", "extensions"],
    Job "Job" Namespaced ["batch"],
    CronJob "CronJob" Namespaced ["batch"],

    Namespace "Namespace" Cluster [""],
    Node "Node" Cluster [""],
    Service "Service" Namespaced [""],
    EndpointSlice "EndpointSlice" Namespaced ["discovery.k8s.io"],
    Endpoints "Endpoints" Namespaced [""],
    ServiceAccount "ServiceAccount" Namespaced [""],
    Secret "Secret" Namespaced [""],
    ConfigMap "ConfigMap" Namespaced [""],
    PersistentVolume "PersistentVolume" Cluster [""],
    PersistentVolumeClaim "PersistentVolumeClaim" Namespaced [""],
    RuntimeClass "RuntimeClass" Cluster ["node.k8s.io"],

    Role "Role" Namespaced ["rbac.authorization.k8s.io"],
    ClusterRole "ClusterRole" Cluster ["rbac.authorization.k8s.io"],
    RoleBinding "RoleBinding" Namespaced ["rbac.authorization.k8s.io"],
    ClusterRoleBinding "ClusterRoleBinding" Cluster ["rbac.authorization.k8s.io"],

    NetworkPolicy "NetworkPolicy" Namespaced ["networking.k8s.io", "extensions"],
    Ingress "Ingress" Namespaced ["networking.k8s.io", "extensions"],
    ClusterNetworkPolicy "ClusterNetworkPolicy" Cluster ["policy.networking.k8s.io"],
    AdminNetworkPolicy "AdminNetworkPolicy" Cluster ["policy.networking.k8s.io"],
    BaselineAdminNetworkPolicy "BaselineAdminNetworkPolicy" Cluster ["policy.networking.k8s.io"],
    CiliumNetworkPolicy "CiliumNetworkPolicy" Namespaced ["cilium.io"],
    CiliumClusterwideNetworkPolicy "CiliumClusterwideNetworkPolicy" Cluster ["cilium.io"],
    CiliumCidrGroup "CiliumCIDRGroup" Cluster ["cilium.io"],
    CalicoNetworkPolicy "NetworkPolicy" Namespaced ["projectcalico.org", "crd.projectcalico.org"],
    CalicoGlobalNetworkPolicy "GlobalNetworkPolicy" Cluster ["projectcalico.org", "crd.projectcalico.org"],
    CalicoTier "Tier" Cluster ["projectcalico.org", "crd.projectcalico.org"],
    CalicoNetworkSet "NetworkSet" Namespaced ["projectcalico.org", "crd.projectcalico.org"],
    CalicoGlobalNetworkSet "GlobalNetworkSet" Cluster ["projectcalico.org", "crd.projectcalico.org"],
    CalicoHostEndpoint "HostEndpoint" Cluster ["projectcalico.org", "crd.projectcalico.org"],
    CalicoControllers "KubeControllersConfiguration" Cluster ["projectcalico.org", "crd.projectcalico.org"],
    FelixConfiguration "FelixConfiguration" Cluster ["projectcalico.org", "crd.projectcalico.org"],
    CalicoIpPool "IPPool" Cluster ["projectcalico.org", "crd.projectcalico.org"],

    OpenShiftRoute "Route" Namespaced ["route.openshift.io", ""],

    GatewayClass "GatewayClass" Cluster ["gateway.networking.k8s.io"],
    Gateway "Gateway" Namespaced ["gateway.networking.k8s.io"],
    HttpRoute "HTTPRoute" Namespaced ["gateway.networking.k8s.io"],
    GrpcRoute "GRPCRoute" Namespaced ["gateway.networking.k8s.io"],
    TlsRoute "TLSRoute" Namespaced ["gateway.networking.k8s.io"],
    TcpRoute "TCPRoute" Namespaced ["gateway.networking.k8s.io"],
    UdpRoute "UDPRoute" Namespaced ["gateway.networking.k8s.io"],
    ReferenceGrant "ReferenceGrant" Namespaced ["gateway.networking.k8s.io"],

    ValidatingWebhookConfiguration "ValidatingWebhookConfiguration" Cluster ["admissionregistration.k8s.io"],
    MutatingWebhookConfiguration "MutatingWebhookConfiguration" Cluster ["admissionregistration.k8s.io"],
    ValidatingAdmissionPolicy "ValidatingAdmissionPolicy" Cluster ["admissionregistration.k8s.io"],
    ValidatingAdmissionPolicyBinding "ValidatingAdmissionPolicyBinding" Cluster ["admissionregistration.k8s.io"],
    MutatingAdmissionPolicy "MutatingAdmissionPolicy" Cluster ["admissionregistration.k8s.io"],
    MutatingAdmissionPolicyBinding "MutatingAdmissionPolicyBinding" Cluster ["admissionregistration.k8s.io"],

    PeerAuthentication "PeerAuthentication" Namespaced ["security.istio.io"],
    AuthorizationPolicy "AuthorizationPolicy" Namespaced ["security.istio.io"],

    CapiCluster "Cluster" Namespaced ["cluster.x-k8s.io"],
    KubeadmControlPlane "KubeadmControlPlane" Namespaced ["controlplane.cluster.x-k8s.io"],
    KubeadmControlPlaneTemplate "KubeadmControlPlaneTemplate" Namespaced ["controlplane.cluster.x-k8s.io"],
    KubeadmConfigTemplate "KubeadmConfigTemplate" Namespaced ["bootstrap.cluster.x-k8s.io"],
    KindCluster "Cluster" File ["kind.x-k8s.io"],
    K3sConfig "K3sConfig" File [""],
    TalosConfig "MachineConfig" File [""],

    KubeadmClusterConfiguration "ClusterConfiguration" File ["kubeadm.k8s.io"],
    KubeadmInitConfiguration "InitConfiguration" File ["kubeadm.k8s.io"],
    KubeadmJoinConfiguration "JoinConfiguration" File ["kubeadm.k8s.io"],
    KubeletConfiguration "KubeletConfiguration" File ["kubelet.config.k8s.io"],
    KubeProxyConfiguration "KubeProxyConfiguration" File ["kubeproxy.config.k8s.io"],
    AuthenticationConfiguration "AuthenticationConfiguration" File ["apiserver.config.k8s.io"],
    AuthorizationConfiguration "AuthorizationConfiguration" File ["apiserver.config.k8s.io"],
    EncryptionConfiguration "EncryptionConfiguration" File ["apiserver.config.k8s.io"],
    AdmissionConfiguration "AdmissionConfiguration" File ["apiserver.config.k8s.io"],
    AuditPolicy "Policy" File ["audit.k8s.io"],
    Kubeconfig "Config" File [""],

    EksctlClusterConfig "ClusterConfig" File ["eksctl.io"],
    AwsManagedControlPlane "AWSManagedControlPlane" Namespaced ["controlplane.cluster.x-k8s.io"],
    GkeCluster "ContainerCluster" Namespaced ["container.cnrm.cloud.google.com"],
    OpenShiftOAuth "OAuth" Cluster ["config.openshift.io"],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_tells_two_kinds_of_one_name_apart() {
        assert_eq!(Kind::of("networking.k8s.io", "NetworkPolicy"), Kind::NetworkPolicy);
        assert_eq!(Kind::of("projectcalico.org", "NetworkPolicy"), Kind::CalicoNetworkPolicy);
        assert_eq!(Kind::of("example.com", "NetworkPolicy"), Kind::Other);
    }

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        assert!(Kind::ALL.is_sorted());
    }
}

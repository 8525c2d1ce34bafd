//! Which view belongs to which kind.

use super::kind::Kind;
use super::object::Typed;
use super::view::{FromNode, Shape};
use super::{
    admission, api_server_config, audit_policy, calico, cilium, cluster_api, cluster_policy,
    config_map, controller, endpoints, gateway, ingress, k3s, kind_cluster, kubeadm, kubeconfig,
    kubelet, managed, mesh, namespace, network_policy, node, oauth, openshift, pod, rbac,
    runtime_class, secret, service, service_account, storage, talos,
};

macro_rules! shapes {
    ($( $kind:ident: $module:ident :: $view:ident, )+) => {
        $(
            impl<'a> Typed<'a> for $module::$view<'a> {
                const KIND: Kind = Kind::$kind;
            }
        )+

        impl Kind {
            /// The view of a whole object of this kind, as data. `None` where the model has none.
            #[must_use]
            pub fn shape(self) -> Option<&'static Shape> {
                match self {
                    $( Self::$kind => Some(<$module::$view<'static> as FromNode<'static>>::SHAPE), )+
                    _ => None,
                }
            }
        }
    };
}

shapes! {
    Pod: pod::Pod,
    PodTemplate: pod::PodTemplate,
    ReplicationController: controller::ReplicationController,
    Deployment: controller::Deployment,
    ReplicaSet: controller::ReplicaSet,
    StatefulSet: controller::StatefulSet,
    DaemonSet: controller::DaemonSet,
    Job: controller::Job,
    CronJob: controller::CronJob,

    Namespace: namespace::Namespace,
    Node: node::ClusterNode,
    Service: service::Service,
    EndpointSlice: endpoints::EndpointSlice,
    Endpoints: endpoints::Endpoints,
    ServiceAccount: service_account::ServiceAccount,
    Secret: secret::Secret,
    ConfigMap: config_map::ConfigMap,
    PersistentVolume: storage::PersistentVolume,
    PersistentVolumeClaim: storage::PersistentVolumeClaim,
    RuntimeClass: runtime_class::RuntimeClass,

    Role: rbac::Role,
    ClusterRole: rbac::ClusterRole,
    RoleBinding: rbac::RoleBinding,
    ClusterRoleBinding: rbac::ClusterRoleBinding,

    NetworkPolicy: network_policy::NetworkPolicy,
    Ingress: ingress::Ingress,

    ClusterNetworkPolicy: cluster_policy::ClusterNetworkPolicy,
    AdminNetworkPolicy: cluster_policy::AdminNetworkPolicy,
    BaselineAdminNetworkPolicy: cluster_policy::BaselineAdminNetworkPolicy,

    CiliumNetworkPolicy: cilium::CiliumNetworkPolicy,
    CiliumClusterwideNetworkPolicy: cilium::CiliumClusterwideNetworkPolicy,
    CiliumCidrGroup: cilium::CiliumCidrGroup,
    CalicoNetworkPolicy: calico::CalicoNetworkPolicy,
    CalicoGlobalNetworkPolicy: calico::CalicoGlobalNetworkPolicy,
    CalicoTier: calico::CalicoTier,
    CalicoNetworkSet: calico::CalicoNetworkSet,
    CalicoGlobalNetworkSet: calico::CalicoGlobalNetworkSet,
    CalicoHostEndpoint: calico::CalicoHostEndpoint,
    CalicoControllers: calico::CalicoControllers,
    FelixConfiguration: calico::FelixConfiguration,
    CalicoIpPool: calico::CalicoIpPool,

    OpenShiftRoute: openshift::Route,

    GatewayClass: gateway::GatewayClass,
    Gateway: gateway::Gateway,
    HttpRoute: gateway::HttpRoute,
    GrpcRoute: gateway::GrpcRoute,
    TlsRoute: gateway::TlsRoute,
    TcpRoute: gateway::TcpRoute,
    UdpRoute: gateway::UdpRoute,
    ReferenceGrant: gateway::ReferenceGrant,

    ValidatingWebhookConfiguration: admission::ValidatingWebhookConfiguration,
    MutatingWebhookConfiguration: admission::MutatingWebhookConfiguration,
    ValidatingAdmissionPolicy: admission::ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding: admission::ValidatingAdmissionPolicyBinding,
    MutatingAdmissionPolicy: admission::MutatingAdmissionPolicy,
    MutatingAdmissionPolicyBinding: admission::MutatingAdmissionPolicyBinding,

    PeerAuthentication: mesh::PeerAuthentication,
    AuthorizationPolicy: mesh::AuthorizationPolicy,

    CapiCluster: cluster_api::CapiCluster,
    KubeadmControlPlane: cluster_api::KubeadmControlPlane,
    KubeadmControlPlaneTemplate: cluster_api::KubeadmControlPlaneTemplate,
    KubeadmConfigTemplate: cluster_api::KubeadmConfigTemplate,
    KindCluster: kind_cluster::KindCluster,
    K3sConfig: k3s::K3sConfig,
    TalosConfig: talos::TalosConfig,

    KubeadmClusterConfiguration: kubeadm::ClusterConfiguration,
    KubeadmInitConfiguration: kubeadm::InitConfiguration,
    KubeadmJoinConfiguration: kubeadm::JoinConfiguration,
    KubeletConfiguration: kubelet::KubeletConfiguration,
    KubeProxyConfiguration: kubelet::KubeProxyConfiguration,
    AuthenticationConfiguration: api_server_config::AuthenticationConfiguration,
    AuthorizationConfiguration: api_server_config::AuthorizationConfiguration,
    EncryptionConfiguration: api_server_config::EncryptionConfiguration,
    AdmissionConfiguration: api_server_config::AdmissionConfiguration,
    AuditPolicy: audit_policy::AuditPolicy,
    Kubeconfig: kubeconfig::Kubeconfig,

    EksctlClusterConfig: managed::EksctlConfig,
    AwsManagedControlPlane: managed::AwsManagedControlPlane,
    GkeCluster: managed::GkeCluster,
    OpenShiftOAuth: oauth::OAuth,
}

//! What an input must hold for a question to have an answer, and what to fetch where it does not.

use crate::model::{Cluster, Kind};

macro_rules! evidence {
    ($($variant:ident $slug:literal $kinds:expr, $settled_by:literal;)+) => {
        /// A class of evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Evidence {
            $( #[doc = concat!("`", $slug, "`: `", $settled_by, "`")] $variant, )+
        }

        impl Evidence {
            /// Every class.
            pub const ALL: &'static [Evidence] = &[$(Evidence::$variant,)+];

            /// Its name in reports.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// The command or the file that supplies it.
            #[must_use]
            pub const fn settled_by(self) -> &'static str {
                match self { $(Self::$variant => $settled_by,)+ }
            }

            /// The kinds of which one object is enough; empty for what is no object.
            #[must_use]
            pub const fn kinds(self) -> &'static [Kind] {
                match self { $(Self::$variant => $kinds,)+ }
            }
        }
    };
}

evidence! {
    Workloads "workloads" &[Kind::Pod, Kind::PodTemplate, Kind::ReplicationController, Kind::Deployment, Kind::ReplicaSet, Kind::StatefulSet, Kind::DaemonSet, Kind::Job, Kind::CronJob],
        "kubectl get pods,deployments,statefulsets,daemonsets,replicasets,jobs,cronjobs -A -o yaml";
    Namespaces "namespaces" &[Kind::Namespace],
        "kubectl get namespaces -o yaml";
    Services "services" &[Kind::Service],
        "kubectl get services -A -o yaml";
    NetworkPolicies "network-policies" &[Kind::NetworkPolicy, Kind::ClusterNetworkPolicy, Kind::AdminNetworkPolicy, Kind::BaselineAdminNetworkPolicy, Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy, Kind::CalicoNetworkPolicy, Kind::CalicoGlobalNetworkPolicy],
        "kubectl get networkpolicies -A -o yaml";
    PersistentVolumes "persistent-volumes" &[Kind::PersistentVolume],
        "kubectl get persistentvolumes,persistentvolumeclaims -A -o yaml";
    Roles "roles" &[Kind::Role, Kind::ClusterRole],
        "kubectl get roles,clusterroles -A -o yaml";
    RoleBindings "role-bindings" &[Kind::RoleBinding, Kind::ClusterRoleBinding],
        "kubectl get rolebindings,clusterrolebindings -A -o yaml";
    Admission "admission" &[Kind::ValidatingWebhookConfiguration, Kind::MutatingWebhookConfiguration, Kind::ValidatingAdmissionPolicy, Kind::ValidatingAdmissionPolicyBinding, Kind::MutatingAdmissionPolicy, Kind::MutatingAdmissionPolicyBinding],
        "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations,validatingadmissionpolicies,validatingadmissionpolicybindings -o yaml";
    MeshPolicies "mesh-policies" &[Kind::PeerAuthentication, Kind::AuthorizationPolicy],
        "kubectl get peerauthentications,authorizationpolicies -A -o yaml";
    ApiServer "api-server" &[],
        "/etc/kubernetes/manifests/kube-apiserver.yaml, or kubectl get pods -n kube-system -l component=kube-apiserver -o yaml, or the kubeadm ClusterConfiguration";
    Etcd "etcd" &[],
        "/etc/kubernetes/manifests/etcd.yaml, or kubectl get pods -n kube-system -l component=etcd -o yaml";
    Kubelet "kubelet" &[Kind::KubeletConfiguration],
        "/var/lib/kubelet/config.yaml, or kubectl get configmap kubelet-config -n kube-system -o yaml";
    AuditPolicy "audit-policy" &[Kind::AuditPolicy],
        "the file that --audit-policy-file names";
    EncryptionConfig "encryption-config" &[Kind::EncryptionConfiguration],
        "the file that --encryption-provider-config names";
    AuthenticationConfig "authentication-config" &[Kind::AuthenticationConfiguration],
        "the file that --authentication-config names";
    AuthorizationConfig "authorization-config" &[Kind::AuthorizationConfiguration],
        "the file that --authorization-config names";
    Versions "versions" &[],
        "kubectl get nodes -o yaml, or the control plane's static pods, or --kube-version";
    AsOf "as-of" &[],
        "--as-of YYYY-MM-DD";
}

impl Evidence {
    /// Is one object of its kinds in the cluster? Evidence that is no object is asked of the engine that
    /// reads it (`Facts::has`).
    #[must_use]
    pub fn is_in(self, cluster: &Cluster) -> bool {
        self.kinds().iter().any(|&kind| cluster.count(kind) > 0)
    }
}

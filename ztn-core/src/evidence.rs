//! What an input must hold for a question to have an answer, and what to fetch where it does not.

use crate::model::{Cluster, Kind};

/// Where evidence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Resources that every cluster serves, so that one command can get all of them.
    Cluster(&'static [&'static str]),
    /// Resources of an extension. kubectl prints nothing at all where it does not know one of those it is
    /// asked for, so they are asked for on their own.
    Extension(&'static [&'static str]),
    /// A command of its own.
    Command(&'static str),
    /// The file that this flag of the API server names.
    Flag(&'static str),
    /// An option of the analysis.
    Option,
}

macro_rules! origin {
    (get $first:literal $($rest:literal)*) => { Origin::Cluster(&[$first $(, $rest)*]) };
    (get_extension $first:literal $($rest:literal)*) => { Origin::Extension(&[$first $(, $rest)*]) };
    (static_pod $component:literal) => { Origin::Cluster(&["pods"]) };
    (run $command:literal $file:literal) => { Origin::Command($command) };
    (file_of $flag:literal) => { Origin::Flag($flag) };
    (option $option:literal) => { Origin::Option };
}

macro_rules! settled_by {
    (get $first:literal $($rest:literal)*) => {
        concat!("kubectl get ", $first $(, ",", $rest)*, " -A -o yaml")
    };
    (get_extension $($resource:literal)+) => { settled_by!(get $($resource)+) };
    (static_pod $component:literal) => {
        concat!(
            "kubectl get pods -n kube-system -l component=", $component, " -o yaml, or ",
            "/etc/kubernetes/manifests/", $component, ".yaml of a control-plane node"
        )
    };
    (run $command:literal $file:literal) => { concat!($command, ", or ", $file) };
    (file_of $flag:literal) => { concat!("the file that --", $flag, " names") };
    (option $option:literal) => { $option };
}

macro_rules! evidence {
    ($($variant:ident $slug:literal $kinds:expr, $how:ident $($what:literal)+;)+) => {
        /// A class of evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Evidence {
            $( #[doc = concat!("`", $slug, "`: `", settled_by!($how $($what)+), "`")] $variant, )+
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
                match self { $(Self::$variant => settled_by!($how $($what)+),)+ }
            }

            /// Where it comes from, so that several classes can be asked for together.
            #[must_use]
            pub const fn origin(self) -> Origin {
                match self { $(Self::$variant => origin!($how $($what)+),)+ }
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
        get "pods" "replicationcontrollers" "deployments.apps" "replicasets.apps" "statefulsets.apps" "daemonsets.apps" "jobs.batch" "cronjobs.batch";
    Namespaces "namespaces" &[Kind::Namespace],
        get "namespaces";
    Services "services" &[Kind::Service],
        get "services";
    NetworkPolicies "network-policies" &[Kind::NetworkPolicy, Kind::ClusterNetworkPolicy, Kind::AdminNetworkPolicy, Kind::BaselineAdminNetworkPolicy, Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy, Kind::CalicoNetworkPolicy, Kind::CalicoGlobalNetworkPolicy],
        get "networkpolicies.networking.k8s.io";
    FlowRecords "flow-records" &[],
        run "kubectl get configmaps cilium-config -n kube-system -o yaml" "the Goldmane of Calico's operator";
    PersistentVolumes "persistent-volumes" &[Kind::PersistentVolume],
        get "persistentvolumes" "persistentvolumeclaims";
    Roles "roles" &[Kind::Role, Kind::ClusterRole],
        get "roles.rbac.authorization.k8s.io" "clusterroles.rbac.authorization.k8s.io";
    RoleBindings "role-bindings" &[Kind::RoleBinding, Kind::ClusterRoleBinding],
        get "rolebindings.rbac.authorization.k8s.io" "clusterrolebindings.rbac.authorization.k8s.io";
    Admission "admission" &[Kind::ValidatingWebhookConfiguration, Kind::MutatingWebhookConfiguration, Kind::ValidatingAdmissionPolicy, Kind::ValidatingAdmissionPolicyBinding, Kind::MutatingAdmissionPolicy, Kind::MutatingAdmissionPolicyBinding],
        get "validatingwebhookconfigurations.admissionregistration.k8s.io" "mutatingwebhookconfigurations.admissionregistration.k8s.io" "validatingadmissionpolicies.admissionregistration.k8s.io" "validatingadmissionpolicybindings.admissionregistration.k8s.io";
    MeshPolicies "mesh-policies" &[Kind::PeerAuthentication, Kind::AuthorizationPolicy],
        get_extension "peerauthentications.security.istio.io" "authorizationpolicies.security.istio.io";
    ApiServer "api-server" &[],
        static_pod "kube-apiserver";
    Etcd "etcd" &[],
        static_pod "etcd";
    Kubelet "kubelet" &[Kind::KubeletConfiguration],
        run "kubectl get configmaps kubelet-config -n kube-system -o yaml" "/var/lib/kubelet/config.yaml of each node";
    Kubeconfigs "kubeconfigs" &[Kind::Kubeconfig],
        run "kubectl config view --raw" "/etc/kubernetes/*.conf of a control-plane node";
    AuditPolicy "audit-policy" &[Kind::AuditPolicy],
        file_of "audit-policy-file";
    EncryptionConfig "encryption-config" &[Kind::EncryptionConfiguration],
        file_of "encryption-provider-config";
    AuthenticationConfig "authentication-config" &[Kind::AuthenticationConfiguration],
        file_of "authentication-config";
    AdmissionConfig "admission-config" &[Kind::AdmissionConfiguration],
        file_of "admission-control-config-file";
    AuthorizationConfig "authorization-config" &[Kind::AuthorizationConfiguration],
        file_of "authorization-config";
    Versions "versions" &[],
        get "nodes";
    AsOf "as-of" &[],
        option "--as-of YYYY-MM-DD";
}

impl Evidence {
    /// Is one object of its kinds in the cluster? Evidence that is no object is asked of the engine that
    /// reads it (`Facts::has`).
    #[must_use]
    pub fn is_in(self, cluster: &Cluster) -> bool {
        self.kinds().iter().any(|&kind| cluster.count(kind) > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_asks_for_is_the_evidence() {
        let plural = |kind: &Kind| {
            let name = kind.name().to_ascii_lowercase();
            name.strip_suffix('y').map_or(format!("{name}s"), |stem| format!("{stem}ies"))
        };
        for evidence in Evidence::ALL.iter().filter(|evidence| !evidence.kinds().is_empty()) {
            let (Origin::Cluster(resources) | Origin::Extension(resources)) = evidence.origin()
            else {
                continue;
            };
            for resource in resources {
                let (name, group) = resource.split_once('.').unwrap_or((resource, ""));
                // A claim is asked for beside the volumes it binds.
                let is_of = |kind: &&Kind| plural(kind) == name && kind.groups().contains(&group);
                let mut kinds = evidence.kinds().iter().chain([&Kind::PersistentVolumeClaim]);
                assert!(kinds.any(|kind| is_of(&kind)), "{evidence:?}: {resource}");
            }
        }
    }
}

//! API versions that a release no longer serves.
//!
//! Source: <https://kubernetes.io/docs/reference/using-api/deprecation-guide/> and the
//! `prerelease-lifecycle` markers of <https://github.com/kubernetes/api>.

/// An API version that is gone.
#[derive(Clone, Copy, Debug)]
pub struct RemovedApi {
    /// `apiVersion`, as manifests write it.
    pub api_version: &'static str,
    /// The kinds it had that were still in use.
    pub kinds: &'static [&'static str],
    /// The minor release that no longer serves it.
    pub removed_in: u32,
    /// What to write; empty if nothing takes its place.
    pub use_instead: &'static str,
}

const fn row(
    api_version: &'static str,
    kinds: &'static [&'static str],
    removed_in: u32,
    use_instead: &'static str,
) -> RemovedApi {
    RemovedApi { api_version, kinds, removed_in, use_instead }
}

/// Every removed API version the program knows.
#[rustfmt::skip]
pub const REMOVED_APIS: &[RemovedApi] = &[
    row("extensions/v1beta1", &["Deployment", "DaemonSet", "ReplicaSet"], 16, "apps/v1"),
    row("extensions/v1beta1", &["NetworkPolicy"], 16, "networking.k8s.io/v1"),
    row("extensions/v1beta1", &["PodSecurityPolicy"], 16, ""),
    row("apps/v1beta1", &["Deployment", "StatefulSet", "ControllerRevision"], 16, "apps/v1"),
    row("apps/v1beta2", &["Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "ControllerRevision"], 16, "apps/v1"),
    row("settings.k8s.io/v1alpha1", &["PodPreset"], 20, ""),
    row("batch/v2alpha1", &["CronJob"], 21, "batch/v1"),
    row("admissionregistration.k8s.io/v1beta1", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"], 22, "admissionregistration.k8s.io/v1"),
    row("apiextensions.k8s.io/v1beta1", &["CustomResourceDefinition"], 22, "apiextensions.k8s.io/v1"),
    row("apiregistration.k8s.io/v1beta1", &["APIService"], 22, "apiregistration.k8s.io/v1"),
    row("authentication.k8s.io/v1beta1", &["TokenReview"], 22, "authentication.k8s.io/v1"),
    row("authorization.k8s.io/v1beta1", &["LocalSubjectAccessReview", "SelfSubjectAccessReview", "SubjectAccessReview"], 22, "authorization.k8s.io/v1"),
    row("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], 22, "certificates.k8s.io/v1"),
    row("coordination.k8s.io/v1beta1", &["Lease"], 22, "coordination.k8s.io/v1"),
    row("extensions/v1beta1", &["Ingress"], 22, "networking.k8s.io/v1"),
    row("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], 22, "networking.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1beta1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"], 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1alpha1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"], 22, "rbac.authorization.k8s.io/v1"),
    row("scheduling.k8s.io/v1beta1", &["PriorityClass"], 22, "scheduling.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], 22, "storage.k8s.io/v1"),
    row("audit.k8s.io/v1beta1", &["Policy"], 24, "audit.k8s.io/v1"),
    row("audit.k8s.io/v1alpha1", &["Policy"], 24, "audit.k8s.io/v1"),
    row("storage.k8s.io/v1alpha1", &["CSIStorageCapacity", "VolumeAttachment"], 24, "storage.k8s.io/v1"),
    row("batch/v1beta1", &["CronJob"], 25, "batch/v1"),
    row("discovery.k8s.io/v1beta1", &["EndpointSlice"], 25, "discovery.k8s.io/v1"),
    row("events.k8s.io/v1beta1", &["Event"], 25, "events.k8s.io/v1"),
    row("autoscaling/v2beta1", &["HorizontalPodAutoscaler"], 25, "autoscaling/v2"),
    row("policy/v1beta1", &["PodDisruptionBudget", "Eviction"], 25, "policy/v1"),
    row("policy/v1beta1", &["PodSecurityPolicy"], 25, ""),
    row("node.k8s.io/v1beta1", &["RuntimeClass"], 25, "node.k8s.io/v1"),
    row("flowcontrol.apiserver.k8s.io/v1beta1", &["FlowSchema", "PriorityLevelConfiguration"], 26, "flowcontrol.apiserver.k8s.io/v1"),
    row("autoscaling/v2beta2", &["HorizontalPodAutoscaler"], 26, "autoscaling/v2"),
    row("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], 27, "storage.k8s.io/v1"),
    row("kubeadm.k8s.io/v1beta2", &["ClusterConfiguration", "InitConfiguration", "JoinConfiguration"], 27, "kubeadm.k8s.io/v1beta4"),
    row("flowcontrol.apiserver.k8s.io/v1beta2", &["FlowSchema", "PriorityLevelConfiguration"], 29, "flowcontrol.apiserver.k8s.io/v1"),
    row("networking.k8s.io/v1alpha1", &["ClusterCIDR"], 31, ""),
    row("flowcontrol.apiserver.k8s.io/v1beta3", &["FlowSchema", "PriorityLevelConfiguration"], 32, "flowcontrol.apiserver.k8s.io/v1"),
    row("admissionregistration.k8s.io/v1alpha1", &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"], 32, "admissionregistration.k8s.io/v1"),
    row("networking.k8s.io/v1alpha1", &["IPAddress", "ServiceCIDR"], 33, "networking.k8s.io/v1"),
    row("admissionregistration.k8s.io/v1beta1", &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"], 34, "admissionregistration.k8s.io/v1"),
    row("storage.k8s.io/v1alpha1", &["VolumeAttributesClass"], 35, "storage.k8s.io/v1"),
    row("certificates.k8s.io/v1alpha1", &["ClusterTrustBundle"], 37, "certificates.k8s.io/v1beta1"),
    row("networking.k8s.io/v1beta1", &["IPAddress", "ServiceCIDR"], 37, "networking.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", &["VolumeAttributesClass"], 37, "storage.k8s.io/v1"),
    row("resource.k8s.io/v1alpha3", &["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"], 37, "resource.k8s.io/v1"),
];

/// Kinds whose fields and defaults are the same in the version that takes the place of this one: those
/// for which the guide says "no notable changes".
#[rustfmt::skip]
const SAME_FIELDS: &[(&str, &[&str])] = &[
    ("apiregistration.k8s.io/v1beta1", &["APIService"]),
    ("batch/v1beta1", &["CronJob"]),
    ("coordination.k8s.io/v1beta1", &["Lease"]),
    ("extensions/v1beta1", &["NetworkPolicy"]),
    ("networking.k8s.io/v1beta1", &["IngressClass"]),
    ("node.k8s.io/v1beta1", &["RuntimeClass"]),
    ("rbac.authorization.k8s.io/v1beta1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"]),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "CSIStorageCapacity", "StorageClass", "VolumeAttachment"]),
];

impl RemovedApi {
    /// Does an object of this kind mean the same in [`Self::use_instead`]?
    #[must_use]
    pub fn has_same_fields(&self, kind: &str) -> bool {
        SAME_FIELDS
            .iter()
            .any(|(version, kinds)| *version == self.api_version && kinds.contains(&kind))
    }
}

/// The removed API version that an object is written in, if it is.
#[must_use]
pub fn removed(api_version: &str, kind: &str) -> Option<&'static RemovedApi> {
    REMOVED_APIS.iter().find(|row| row.api_version == api_version && row.kinds.contains(&kind))
}

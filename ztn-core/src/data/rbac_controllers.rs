//! The roles of Kubernetes' own controllers, each bound to the service account of its name in `kube-system`.
//!
//! Source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go` of
//! <https://github.com/kubernetes/kubernetes>, without those of features that are off by default.

use super::rbac_roles::{
    BuiltInBinding, BuiltInRole, CERTIFICATES, CORE, EVENTS, RBAC, READ, named, on, role, since,
    to_accounts,
};

/// The day the table was made, `YYYY-MM-DD`.
pub const AS_OF: &str = "2026-11-25";

macro_rules! controllers {
    ($($account:literal: [$($rule:expr),* $(,)?];)*) => {
        /// Every role of the table.
        pub const ROLES: &[BuiltInRole] =
            &[$(role(concat!("system:controller:", $account), &[$($rule),*])),*];

        /// The binding of each.
        pub const BINDINGS: &[BuiltInBinding] =
            &[$(to_accounts(concat!("system:controller:", $account), &[$account])),*];
    };
}

const APPS: &[&str] = &["apps", "extensions"];
const BATCH: &[&str] = &["batch"];
const CLAIMS: &[&str] = &["persistentvolumeclaims"];
const CHANGE: &[&str] = &["patch", "update"];
const DISCOVERY: &[&str] = &["discovery.k8s.io"];
const EVERYTHING: &[&str] = &["*"];
const LIST: &[&str] = &["list", "watch"];
const READ_UPDATE: &[&str] = &["get", "list", "update", "watch"];
const STORAGE: &[&str] = &["storage.k8s.io"];
const UPDATE: &[&str] = &["update"];

#[rustfmt::skip]
controllers! {
    "attachdetach-controller": [
        on(LIST, CORE, &["persistentvolumeclaims", "persistentvolumes", "pods"]), on(READ, CORE, &["nodes"]),
        on(CHANGE, CORE, &["nodes/status"]), EVENTS,
        on(&["create", "delete", "get", "list", "watch"], STORAGE, &["volumeattachments"]),
        on(READ, STORAGE, &["csidrivers", "csinodes"]),
    ];
    "certificate-controller": [
        on(&["delete", "get", "list", "watch"], CERTIFICATES, &["certificatesigningrequests"]),
        on(UPDATE, CERTIFICATES, &["certificatesigningrequests/approval", "certificatesigningrequests/status"]),
        named(on(&["approve"], CERTIFICATES, &["signers"]), &["kubernetes.io/kube-apiserver-client-kubelet"]),
        named(on(&["sign"], CERTIFICATES, &["signers"]), &["kubernetes.io/kube-apiserver-client", "kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/kubelet-serving", "kubernetes.io/legacy-unknown"]),
        on(&["create"], &["authorization.k8s.io"], &["subjectaccessreviews"]), EVENTS,
    ];
    "clusterrole-aggregation-controller": [on(&["escalate", "get", "list", "patch", "update", "watch"], RBAC, &["clusterroles"])];
    "cronjob-controller": [
        on(READ_UPDATE, BATCH, &["cronjobs"]), on(UPDATE, BATCH, &["cronjobs/finalizers", "cronjobs/status"]),
        on(&["create", "delete", "get", "list", "patch", "update", "watch"], BATCH, &["jobs"]),
        on(&["delete", "list", "watch"], CORE, &["pods"]), EVENTS,
    ];
    "daemon-set-controller": [
        on(READ, APPS, &["daemonsets"]), on(UPDATE, APPS, &["daemonsets/finalizers", "daemonsets/status"]),
        on(LIST, CORE, &["nodes"]), on(&["create", "delete", "list", "patch", "watch"], CORE, &["pods"]), on(&["create"], CORE, &["pods/binding"]),
        on(&["create", "delete", "get", "list", "patch", "update", "watch"], &["apps"], &["controllerrevisions"]), EVENTS,
    ];
    "deployment-controller": [
        on(READ_UPDATE, APPS, &["deployments"]), on(UPDATE, APPS, &["deployments/finalizers", "deployments/status"]),
        on(&["create", "delete", "get", "list", "patch", "update", "watch"], APPS, &["replicasets"]), on(READ_UPDATE, CORE, &["pods"]), EVENTS,
    ];
    "disruption-controller": [
        on(READ, APPS, &["deployments", "replicasets"]), on(READ, &["apps"], &["statefulsets"]), on(READ, CORE, &["replicationcontrollers"]),
        on(READ, &["policy"], &["poddisruptionbudgets"]), on(UPDATE, &["policy"], &["poddisruptionbudgets/status"]),
        on(CHANGE, CORE, &["pods/status"]), on(&["get"], EVERYTHING, &["*/scale"]), EVENTS,
    ];
    "endpoint-controller": [
        on(READ, CORE, &["pods", "services"]), on(&["create", "delete", "get", "list", "update", "watch"], CORE, &["endpoints"]),
        on(&["create"], CORE, &["endpoints/restricted"]), EVENTS,
    ];
    "endpointslice-controller": [
        on(READ, CORE, &["nodes", "pods", "services"]), on(UPDATE, CORE, &["services/finalizers"]),
        on(&["create", "delete", "get", "list", "update", "watch"], DISCOVERY, &["endpointslices"]), EVENTS,
    ];
    "endpointslicemirroring-controller": [
        on(READ, CORE, &["endpoints", "services"]), on(UPDATE, CORE, &["endpoints/finalizers", "services/finalizers"]),
        on(&["create", "delete", "get", "list", "update", "watch"], DISCOVERY, &["endpointslices"]), EVENTS,
    ];
    "ephemeral-volume-controller": [on(READ, CORE, &["pods"]), on(UPDATE, CORE, &["pods/finalizers"]), on(&["create", "get", "list", "watch"], CORE, CLAIMS), EVENTS];
    "expand-controller": [
        on(&["get", "list", "patch", "update", "watch"], CORE, &["persistentvolumes"]), on(CHANGE, CORE, &["persistentvolumeclaims/status"]),
        on(READ, CORE, CLAIMS), on(&["get"], CORE, &["services"]), EVENTS,
    ];
    "generic-garbage-collector": [on(&["delete", "get", "list", "patch", "update", "watch"], EVERYTHING, EVERYTHING), EVENTS];
    "horizontal-pod-autoscaler": [
        on(READ, &["autoscaling"], &["horizontalpodautoscalers"]), on(UPDATE, &["autoscaling"], &["horizontalpodautoscalers/status"]),
        on(&["get", "update"], EVERYTHING, &["*/scale"]), on(LIST, &["", "metrics.k8s.io"], &["pods"]),
        on(READ, &["custom.metrics.k8s.io", "external.metrics.k8s.io"], EVERYTHING), EVENTS,
    ];
    "job-controller": [
        on(&["get", "list", "patch", "update", "watch"], BATCH, &["jobs"]), on(UPDATE, BATCH, &["jobs/finalizers", "jobs/status"]),
        on(&["create", "delete", "list", "patch", "watch"], CORE, &["pods"]), EVENTS,
    ];
    "legacy-service-account-token-cleaner": [
        since(29, named(on(&["get"], CORE, &["configmaps"]), &["kube-apiserver-legacy-service-account-token-tracking"])),
        since(29, on(&["delete", "patch"], CORE, &["secrets"])),
    ];
    "namespace-controller": [
        on(&["delete", "get", "list", "watch"], CORE, &["namespaces"]), on(UPDATE, CORE, &["namespaces/finalize", "namespaces/status"]),
        on(&["delete", "deletecollection", "get", "list", "watch"], EVERYTHING, EVERYTHING),
    ];
    "node-controller": [
        on(&["delete", "get", "list", "patch", "update", "watch"], CORE, &["nodes"]), on(CHANGE, CORE, &["nodes/status", "pods/status"]),
        on(&["delete", "get", "list", "watch"], CORE, &["pods"]), EVENTS,
    ];
    "persistent-volume-binder": [
        on(&["create", "delete", "get", "list", "update", "watch"], CORE, &["persistentvolumes"]), on(READ_UPDATE, CORE, CLAIMS),
        on(UPDATE, CORE, &["persistentvolumeclaims/status", "persistentvolumes/status"]),
        on(&["create", "delete", "get", "list", "watch"], CORE, &["pods"]), on(READ, STORAGE, &["storageclasses"]),
        on(LIST, CORE, &["nodes"]), on(&["watch"], CORE, &["events"]), on(&["get"], CORE, &["services"]), EVENTS,
    ];
    "pod-garbage-collector": [on(&["delete", "list", "watch"], CORE, &["pods"]), on(READ, CORE, &["nodes"]), on(&["patch"], CORE, &["pods/status"])];
    "pv-protection-controller": [on(READ_UPDATE, CORE, &["persistentvolumes"]), EVENTS];
    "pvc-protection-controller": [on(READ_UPDATE, CORE, CLAIMS), on(READ, CORE, &["pods"]), EVENTS];
    "replicaset-controller": [
        on(READ_UPDATE, APPS, &["replicasets"]), on(UPDATE, APPS, &["replicasets/finalizers", "replicasets/status"]),
        on(&["create", "delete", "list", "patch", "watch"], CORE, &["pods"]), EVENTS,
    ];
    "replication-controller": [
        on(READ_UPDATE, CORE, &["replicationcontrollers"]), on(UPDATE, CORE, &["replicationcontrollers/finalizers", "replicationcontrollers/status"]),
        on(&["create", "delete", "list", "patch", "watch"], CORE, &["pods"]), EVENTS,
    ];
    "resource-claim-controller": [
        since(34, on(READ, CORE, &["pods"])), since(34, on(UPDATE, CORE, &["pods/finalizers"])), since(34, on(CHANGE, CORE, &["pods/status"])),
        since(34, on(&["create", "delete", "get", "list", "patch", "update", "watch"], &["resource.k8s.io"], &["resourceclaims"])),
        since(34, on(CHANGE, &["resource.k8s.io"], &["resourceclaims/status"])), since(34, EVENTS),
    ];
    "resourcequota-controller": [on(LIST, EVERYTHING, EVERYTHING), on(UPDATE, CORE, &["resourcequotas/status"]), EVENTS];
    "root-ca-cert-publisher": [on(&["create", "update"], CORE, &["configmaps"]), EVENTS];
    "route-controller": [on(LIST, CORE, &["nodes"]), on(&["patch"], CORE, &["nodes/status"]), EVENTS];
    "selinux-warning-controller": [since(33, on(READ, CORE, &["persistentvolumeclaims", "persistentvolumes", "pods"])), since(33, on(READ, STORAGE, &["csidrivers"])), since(33, EVENTS)];
    "service-account-controller": [on(&["create"], CORE, &["serviceaccounts"]), EVENTS];
    "service-cidrs-controller": [
        since(33, on(&["get", "list", "patch", "update", "watch"], &["networking.k8s.io"], &["servicecidrs"])),
        since(33, on(CHANGE, &["networking.k8s.io"], &["servicecidrs/finalizers", "servicecidrs/status"])),
        since(33, on(READ, &["networking.k8s.io"], &["ipaddresses"])), since(33, EVENTS),
    ];
    "service-controller": [on(READ, CORE, &["services"]), on(CHANGE, CORE, &["services/status"]), on(LIST, CORE, &["nodes"]), EVENTS];
    "statefulset-controller": [
        on(READ, &["apps"], &["statefulsets"]), on(UPDATE, &["apps"], &["statefulsets/finalizers", "statefulsets/status"]),
        on(&["create", "delete", "get", "list", "patch", "update", "watch"], CORE, &["pods"]), on(UPDATE, CORE, &["pods/finalizers"]),
        on(&["create", "delete", "get", "list", "patch", "update", "watch"], &["apps"], &["controllerrevisions"]),
        on(&["create", "delete", "get", "list", "update", "watch"], CORE, CLAIMS), EVENTS,
    ];
    "ttl-after-finished-controller": [on(&["delete", "get", "list", "watch"], BATCH, &["jobs"]), EVENTS];
    "ttl-controller": [on(&["list", "patch", "update", "watch"], CORE, &["nodes"]), EVENTS];
    "validatingadmissionpolicy-status-controller": [
        since(30, on(READ, &["admissionregistration.k8s.io"], &["validatingadmissionpolicies"])),
        since(30, on(&["get", "patch", "update"], &["admissionregistration.k8s.io"], &["validatingadmissionpolicies/status"])), since(30, EVENTS),
    ];
    "volumeattributesclass-protection-controller": [
        since(34, on(READ, CORE, &["persistentvolumeclaims", "persistentvolumes"])),
        since(34, on(READ_UPDATE, STORAGE, &["volumeattributesclasses"])), since(34, EVENTS),
    ];
}

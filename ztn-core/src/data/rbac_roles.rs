//! Roles and bindings that the API server makes at its start and mends at each later one.
//!
//! Source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy` of <https://github.com/kubernetes/kubernetes>
//! and <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings>, up to
//! Kubernetes 1.37. The roles of controllers are in [`super::rbac_controllers`].

/// The day the table was made, `YYYY-MM-DD`.
pub const AS_OF: &str = "2026-11-25";

/// A role that Kubernetes brings along.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInRole {
    /// Its name.
    pub name: &'static str,
    /// Its namespace; empty for a ClusterRole.
    pub namespace: &'static str,
    /// The roles that collect it: the last word of `rbac.authorization.k8s.io/aggregate-to-…`.
    pub aggregate_to: &'static [&'static str],
    /// Does it collect the roles labelled so for it?
    pub collects: bool,
    /// Its rules.
    pub rules: &'static [BuiltInRule],
}

/// A rule of such a role.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInRule {
    /// What is done.
    pub verbs: &'static [&'static str],
    /// The API groups.
    pub groups: &'static [&'static str],
    /// The resources, with their subresources.
    pub resources: &'static [&'static str],
    /// The names; none: every one.
    pub names: &'static [&'static str],
    /// Paths that are no resources.
    pub urls: &'static [&'static str],
    /// The minor releases that have it: from the first to before the second.
    pub minors: (u32, u32),
}

/// A binding that Kubernetes brings along.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInBinding {
    /// Its name.
    pub name: &'static str,
    /// Its namespace; empty for a ClusterRoleBinding.
    pub namespace: &'static str,
    /// The name of the role it gives: a ClusterRole, or a Role of its namespace.
    pub role: &'static str,
    /// Users.
    pub users: &'static [&'static str],
    /// Groups.
    pub groups: &'static [&'static str],
    /// Service accounts of `kube-system`.
    pub service_accounts: &'static [&'static str],
}

const EVERY: (u32, u32) = (0, u32::MAX);
pub(super) const CORE: &[&str] = &[""];
pub(super) const RBAC: &[&str] = &["rbac.authorization.k8s.io"];
pub(super) const CERTIFICATES: &[&str] = &["certificates.k8s.io"];
pub(super) const READ: &[&str] = &["get", "list", "watch"];
const WRITE: &[&str] = &["create", "delete", "deletecollection", "patch", "update"];
const ALL: &[&str] =
    &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
pub(super) const EVENTS: BuiltInRule =
    on(&["create", "patch", "update"], &["", "events.k8s.io"], &["events"]);

pub(super) const fn on(
    verbs: &'static [&'static str],
    groups: &'static [&'static str],
    resources: &'static [&'static str],
) -> BuiltInRule {
    BuiltInRule { verbs, groups, resources, names: &[], urls: &[], minors: EVERY }
}

pub(super) const fn named(rule: BuiltInRule, names: &'static [&'static str]) -> BuiltInRule {
    BuiltInRule { names, ..rule }
}

const fn paths(urls: &'static [&'static str]) -> BuiltInRule {
    BuiltInRule { urls, ..on(&["get"], &[], &[]) }
}

pub(super) const fn since(minor: u32, rule: BuiltInRule) -> BuiltInRule {
    BuiltInRule { minors: (minor, u32::MAX), ..rule }
}

const fn before(minor: u32, rule: BuiltInRule) -> BuiltInRule {
    BuiltInRule { minors: (0, minor), ..rule }
}

pub(super) const fn role(name: &'static str, rules: &'static [BuiltInRule]) -> BuiltInRole {
    BuiltInRole { name, namespace: "", aggregate_to: &[], collects: false, rules }
}

const fn user_facing(name: &'static str, aggregate_to: &'static [&'static str]) -> BuiltInRole {
    BuiltInRole { name, namespace: "", aggregate_to, collects: true, rules: &[] }
}

const fn part_of(
    name: &'static str,
    aggregate_to: &'static [&'static str],
    rules: &'static [BuiltInRule],
) -> BuiltInRole {
    BuiltInRole { name, namespace: "", aggregate_to, collects: false, rules }
}

const fn in_namespace(
    namespace: &'static str,
    name: &'static str,
    rules: &'static [BuiltInRule],
) -> BuiltInRole {
    BuiltInRole { name, namespace, aggregate_to: &[], collects: false, rules }
}

/// Every role of the table.
#[rustfmt::skip]
pub const ROLES: &[BuiltInRole] = &[
    role("cluster-admin", &[on(&["*"], &["*"], &["*"]), BuiltInRule { verbs: &["*"], ..paths(&["*"]) }]),
    user_facing("admin", &[]),
    user_facing("edit", &["admin"]),
    user_facing("view", &["edit"]),
    part_of("system:aggregate-to-admin", &["admin"], &[
        on(&["create"], &["authorization.k8s.io"], &["localsubjectaccessreviews"]),
        on(ALL, RBAC, &["rolebindings", "roles"]),
    ]),
    part_of("system:aggregate-to-edit", &["edit"], &[
        on(READ, CORE, &["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"]),
        on(&["impersonate"], CORE, &["serviceaccounts"]),
        on(WRITE, CORE, &["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"]),
        on(&["create"], CORE, &["pods/eviction"]),
        on(WRITE, CORE, &["configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"]),
        before(22, on(WRITE, CORE, &["endpoints"])),
        on(&["create"], CORE, &["serviceaccounts/token"]),
        on(WRITE, &["apps"], &["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"]),
        on(WRITE, &["autoscaling"], &["horizontalpodautoscalers"]),
        on(WRITE, &["batch"], &["cronjobs", "jobs"]),
        on(WRITE, &["extensions"], &["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "ingresses", "networkpolicies", "replicasets", "replicasets/scale", "replicationcontrollers/scale"]),
        on(WRITE, &["policy"], &["poddisruptionbudgets"]),
        on(WRITE, &["networking.k8s.io"], &["ingresses", "networkpolicies"]),
        on(ALL, &["coordination.k8s.io"], &["leases"]),
    ]),
    part_of("system:aggregate-to-view", &["view"], &[
        on(READ, CORE, &["configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts", "services", "services/status"]),
        on(READ, CORE, &["bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas", "resourcequotas/status"]),
        on(READ, CORE, &["namespaces"]),
        on(READ, &["discovery.k8s.io"], &["endpointslices"]),
        on(READ, &["apps"], &["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets", "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"]),
        on(READ, &["autoscaling"], &["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
        on(READ, &["batch"], &["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
        on(READ, &["extensions"], &["daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "ingresses", "ingresses/status", "networkpolicies", "replicasets", "replicasets/scale", "replicasets/status", "replicationcontrollers/scale"]),
        on(READ, &["policy"], &["poddisruptionbudgets", "poddisruptionbudgets/status"]),
        on(READ, &["networking.k8s.io"], &["ingresses", "ingresses/status", "networkpolicies"]),
    ]),
    role("system:auth-delegator", &[
        on(&["create"], &["authentication.k8s.io"], &["tokenreviews"]),
        on(&["create"], &["authorization.k8s.io"], &["subjectaccessreviews"]),
    ]),
    role("system:basic-user", &[
        on(&["create"], &["authorization.k8s.io"], &["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
        since(28, on(&["create"], &["authentication.k8s.io"], &["selfsubjectreviews"])),
    ]),
    role("system:certificates.k8s.io:certificatesigningrequests:nodeclient", &[on(&["create"], CERTIFICATES, &["certificatesigningrequests/nodeclient"])]),
    role("system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", &[on(&["create"], CERTIFICATES, &["certificatesigningrequests/selfnodeclient"])]),
    role("system:certificates.k8s.io:kube-apiserver-client-approver", &[named(on(&["approve"], CERTIFICATES, &["signers"]), &["kubernetes.io/kube-apiserver-client"])]),
    role("system:certificates.k8s.io:kube-apiserver-client-kubelet-approver", &[named(on(&["approve"], CERTIFICATES, &["signers"]), &["kubernetes.io/kube-apiserver-client-kubelet"])]),
    role("system:certificates.k8s.io:kubelet-serving-approver", &[named(on(&["approve"], CERTIFICATES, &["signers"]), &["kubernetes.io/kubelet-serving"])]),
    role("system:certificates.k8s.io:legacy-unknown-approver", &[named(on(&["approve"], CERTIFICATES, &["signers"]), &["kubernetes.io/legacy-unknown"])]),
    role("system:discovery", &[paths(&["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"])]),
    role("system:heapster", &[on(READ, CORE, &["events", "namespaces", "nodes", "pods"]), on(READ, &["extensions"], &["deployments"])]),
    role("system:kube-aggregator", &[on(READ, CORE, &["endpoints", "services"])]),
    role("system:kube-controller-manager", &[
        EVENTS,
        on(&["create"], &["coordination.k8s.io"], &["leases"]),
        named(on(&["get", "update"], &["coordination.k8s.io"], &["leases"]), &["kube-controller-manager"]),
        on(&["create", "get", "update"], CORE, &["secrets", "serviceaccounts"]),
        on(&["delete"], CORE, &["secrets"]),
        on(&["get"], CORE, &["configmaps", "namespaces"]),
        on(&["create"], &["authentication.k8s.io"], &["tokenreviews"]),
        on(&["create"], &["authorization.k8s.io"], &["subjectaccessreviews"]),
        on(&["list", "watch"], &["*"], &["*"]),
        on(&["create"], CORE, &["serviceaccounts/token"]),
    ]),
    role("system:kube-dns", &[on(&["list", "watch"], CORE, &["endpoints", "services"])]),
    role("system:kube-scheduler", &[
        EVENTS,
        on(&["create"], &["coordination.k8s.io"], &["leases"]),
        named(on(&["get", "update"], &["coordination.k8s.io"], &["leases"]), &["kube-scheduler"]),
        on(READ, CORE, &["namespaces", "nodes", "persistentvolumeclaims", "persistentvolumes", "pods", "replicationcontrollers", "services"]),
        on(&["delete"], CORE, &["pods"]),
        on(&["create"], CORE, &["bindings", "pods/binding"]),
        on(&["patch", "update"], CORE, &["pods/status"]),
        on(READ, &["apps", "extensions"], &["replicasets"]),
        on(READ, &["apps"], &["statefulsets"]),
        on(READ, &["policy"], &["poddisruptionbudgets"]),
        on(READ, &["storage.k8s.io"], &["csidrivers", "csinodes", "csistoragecapacities"]),
        on(&["create"], &["authentication.k8s.io"], &["tokenreviews"]),
        on(&["create"], &["authorization.k8s.io"], &["subjectaccessreviews"]),
    ]),
    role("system:kubelet-api-admin", &[
        on(READ, CORE, &["nodes"]),
        on(&["proxy"], CORE, &["nodes"]),
        on(&["*"], CORE, &["nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats"]),
    ]),
    role("system:monitoring", &[paths(&["/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz", "/readyz/*"])]),
    role("system:node", &[
        on(&["create"], &["authentication.k8s.io"], &["tokenreviews"]),
        on(&["create"], &["authorization.k8s.io"], &["localsubjectaccessreviews", "subjectaccessreviews"]),
        on(READ, CORE, &["configmaps", "nodes", "pods", "secrets", "services"]),
        on(&["create", "patch", "update"], CORE, &["events", "nodes"]),
        on(&["patch", "update"], CORE, &["nodes/status", "persistentvolumeclaims/status", "pods/status"]),
        on(&["create", "delete"], CORE, &["pods"]),
        on(&["create"], CORE, &["pods/eviction", "serviceaccounts/token"]),
        on(&["get"], CORE, &["endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "persistentvolumes"]),
        on(&["create", "get", "list", "watch"], CERTIFICATES, &["certificatesigningrequests"]),
        on(&["create", "delete", "get", "patch", "update"], &["coordination.k8s.io"], &["leases"]),
        on(&["get"], &["storage.k8s.io"], &["volumeattachments"]),
        on(READ, &["storage.k8s.io"], &["csidrivers"]),
        on(&["create", "delete", "get", "patch", "update"], &["storage.k8s.io"], &["csinodes"]),
        on(READ, &["node.k8s.io"], &["runtimeclasses"]),
    ]),
    role("system:node-bootstrapper", &[on(&["create", "get", "list", "watch"], CERTIFICATES, &["certificatesigningrequests"])]),
    role("system:node-problem-detector", &[on(&["get"], CORE, &["nodes"]), on(&["patch"], CORE, &["nodes/status"]), EVENTS]),
    role("system:node-proxier", &[
        on(&["list", "watch"], CORE, &["endpoints", "services"]),
        on(READ, CORE, &["nodes"]),
        EVENTS,
        on(&["list", "watch"], &["discovery.k8s.io"], &["endpointslices"]),
    ]),
    role("system:persistent-volume-provisioner", &[
        on(&["create", "delete", "get", "list", "watch"], CORE, &["persistentvolumes"]),
        on(&["get", "list", "update", "watch"], CORE, &["persistentvolumeclaims"]),
        on(READ, &["storage.k8s.io"], &["storageclasses"]),
        on(&["watch"], CORE, &["events"]),
        EVENTS,
    ]),
    role("system:public-info-viewer", &[paths(&["/healthz", "/livez", "/readyz", "/version", "/version/"])]),
    role("system:service-account-issuer-discovery", &[paths(&["/.well-known/openid-configuration", "/openid/v1/jwks"])]),
    role("system:volume-scheduler", &[
        on(&["get", "list", "patch", "update", "watch"], CORE, &["persistentvolumeclaims", "persistentvolumes"]),
        on(READ, &["storage.k8s.io"], &["storageclasses"]),
    ]),
    in_namespace("kube-system", "extension-apiserver-authentication-reader", &[named(on(READ, CORE, &["configmaps"]), &["extension-apiserver-authentication"])]),
    in_namespace("kube-system", "system::leader-locking-kube-controller-manager", &[on(&["create", "get", "list", "update", "watch"], &["coordination.k8s.io"], &["leases"])]),
    in_namespace("kube-system", "system::leader-locking-kube-scheduler", &[on(&["create", "get", "list", "update", "watch"], &["coordination.k8s.io"], &["leases"])]),
    in_namespace("kube-system", "system:controller:bootstrap-signer", &[on(READ, CORE, &["secrets"])]),
    in_namespace("kube-system", "system:controller:cloud-provider", &[on(&["create", "get", "list", "watch"], CORE, &["configmaps"])]),
    in_namespace("kube-system", "system:controller:token-cleaner", &[on(&["delete", "get", "list", "watch"], CORE, &["secrets"]), EVENTS]),
    in_namespace("kube-public", "system:controller:bootstrap-signer", &[on(READ, CORE, &["configmaps"]), named(on(&["update"], CORE, &["configmaps"]), &["cluster-info"]), EVENTS]),
];

/// Every binding of the table.
#[rustfmt::skip]
pub const BINDINGS: &[BuiltInBinding] = &[
    to_groups("cluster-admin", &["system:masters"]),
    to_groups("system:basic-user", &["system:authenticated"]),
    to_groups("system:discovery", &["system:authenticated"]),
    to_groups("system:public-info-viewer", &["system:authenticated", "system:unauthenticated"]),
    to_groups("system:service-account-issuer-discovery", &["system:serviceaccounts"]),
    to_groups("system:monitoring", &["system:monitoring"]),
    to_users("system:kube-controller-manager", &["system:kube-controller-manager"]),
    to_users("system:kube-scheduler", &["system:kube-scheduler"]),
    to_users("system:volume-scheduler", &["system:kube-scheduler"]),
    to_users("system:node-proxier", &["system:kube-proxy"]),
    to_accounts("system:kube-dns", &["kube-dns"]),
    BuiltInBinding { role: "extension-apiserver-authentication-reader", ..of_namespace("kube-system", "system::extension-apiserver-authentication-reader", &["system:kube-controller-manager", "system:kube-scheduler"], &[]) },
    of_namespace("kube-system", "system::leader-locking-kube-controller-manager", &["system:kube-controller-manager"], &["kube-controller-manager"]),
    of_namespace("kube-system", "system::leader-locking-kube-scheduler", &["system:kube-scheduler"], &["kube-scheduler"]),
    of_namespace("kube-system", "system:controller:bootstrap-signer", &[], &["bootstrap-signer"]),
    of_namespace("kube-system", "system:controller:cloud-provider", &[], &["cloud-provider"]),
    of_namespace("kube-system", "system:controller:token-cleaner", &[], &["token-cleaner"]),
    of_namespace("kube-public", "system:controller:bootstrap-signer", &[], &["bootstrap-signer"]),
];

const fn of_namespace(
    namespace: &'static str,
    name: &'static str,
    users: &'static [&'static str],
    service_accounts: &'static [&'static str],
) -> BuiltInBinding {
    BuiltInBinding { name, namespace, role: name, users, groups: &[], service_accounts }
}

const fn to_groups(name: &'static str, groups: &'static [&'static str]) -> BuiltInBinding {
    BuiltInBinding { groups, ..to_accounts(name, &[]) }
}

const fn to_users(name: &'static str, users: &'static [&'static str]) -> BuiltInBinding {
    BuiltInBinding { users, ..to_accounts(name, &[]) }
}

pub(super) const fn to_accounts(
    name: &'static str,
    accounts: &'static [&'static str],
) -> BuiltInBinding {
    of_namespace("", name, &[], accounts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_binding_gives_a_role_of_the_table() {
        for binding in BINDINGS {
            let mut roles = ROLES.iter().filter(|role| role.namespace == binding.namespace);
            assert!(roles.any(|role| role.name == binding.role), "{}", binding.name);
        }
    }

    #[test]
    fn what_collects_is_collected_for() {
        for role in ROLES.iter().filter(|role| role.collects) {
            let sources = ROLES.iter().filter(|source| source.aggregate_to.contains(&role.name));
            assert!(sources.count() > 0, "{}", role.name);
        }
    }
}

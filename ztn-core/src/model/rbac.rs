//! Roles and who has them.

use super::meta::{LabelSelector, Metadata};
use super::view::{List, view};

view! {
    /// Permissions in one namespace.
    Role "Role" {
        metadata "metadata": Metadata<'a>,
        rules "rules": List<'a, PolicyRule<'a>>,
    }

    /// Permissions in all namespaces and beside them, or wherever it is bound.
    ClusterRole "ClusterRole" {
        metadata "metadata": Metadata<'a>,
        rules "rules": List<'a, PolicyRule<'a>>,
        /// Where it is written, a controller overwrites `rules`.
        aggregation_rule "aggregationRule": AggregationRule<'a>,
    }

    /// Whose rules a ClusterRole collects.
    AggregationRule "AggregationRule" {
        cluster_role_selectors "clusterRoleSelectors": List<'a, LabelSelector<'a>>,
    }

    /// Allows each of its verbs on each of its resources. Nothing in RBAC denies.
    PolicyRule "PolicyRule" {
        verbs "verbs": List<'a, &'a str>,
        api_groups "apiGroups": List<'a, &'a str>,
        resources "resources": List<'a, &'a str>,
        /// Left out or empty: every name.
        resource_names "resourceNames": List<'a, &'a str>,
        non_resource_urls "nonResourceURLs": List<'a, &'a str>,
    }

    /// Gives a Role, or a ClusterRole's permissions in one namespace.
    RoleBinding "RoleBinding" {
        metadata "metadata": Metadata<'a>,
        role_ref "roleRef": RoleRef<'a>,
        subjects "subjects": List<'a, Subject<'a>>,
    }

    /// Gives a ClusterRole everywhere.
    ClusterRoleBinding "ClusterRoleBinding" {
        metadata "metadata": Metadata<'a>,
        role_ref "roleRef": RoleRef<'a>,
        subjects "subjects": List<'a, Subject<'a>>,
    }

    /// The role a binding gives.
    RoleRef "RoleRef" {
        api_group "apiGroup": &'a str,
        kind "kind": &'a str,
        name "name": &'a str,
    }

    /// Who gets it.
    Subject "Subject" {
        /// `User`, `Group` or `ServiceAccount`.
        kind "kind": &'a str,
        /// Left out: `""` for service accounts, `rbac.authorization.k8s.io` for users and groups.
        api_group "apiGroup": &'a str,
        name "name": &'a str,
        /// Service accounts only.
        namespace "namespace": &'a str,
    }
}

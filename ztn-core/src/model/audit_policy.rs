//! The audit policy: which requests are recorded, and how much of them.

use super::view::{List, view};

view! {
    /// `--audit-policy-file`. The first rule that matches a request decides; none: it is not recorded.
    AuditPolicy "Policy" {
        rules "rules": List<'a, AuditRule<'a>>,
        omit_stages "omitStages": List<'a, &'a str>,
        omit_managed_fields "omitManagedFields": bool,
    }

    /// One rule: every list that is not empty must match.
    AuditRule "PolicyRule" {
        /// `None`, `Metadata`, `Request`, `RequestResponse`.
        level "level": &'a str,
        users "users": List<'a, &'a str>,
        user_groups "userGroups": List<'a, &'a str>,
        verbs "verbs": List<'a, &'a str>,
        resources "resources": List<'a, AuditResources<'a>>,
        /// `""` stands for what is in no namespace.
        namespaces "namespaces": List<'a, &'a str>,
        non_resource_urls "nonResourceURLs": List<'a, &'a str>,
        omit_stages "omitStages": List<'a, &'a str>,
        /// Left out: as the policy says.
        omit_managed_fields "omitManagedFields": bool,
    }

    /// Resources of one API group.
    AuditResources "GroupResources" {
        /// Left out: the core group.
        group "group": &'a str,
        /// Left out or empty: every resource of the group.
        resources "resources": List<'a, &'a str>,
        /// Left out or empty: every name.
        resource_names "resourceNames": List<'a, &'a str>,
    }
}

//! The audit policy: which requests are recorded, and how much of them.

use super::field::Field;
use super::view::{FromNode, List, Shape, view};
use crate::parse::Node;

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

/// A key that the API does not know, and passes over with a warning.
/// (`staging/src/k8s.io/apiserver/pkg/audit/policy/reader.go`)
#[derive(Clone)]
pub struct Ignored<'a> {
    /// The key.
    pub key: Node<'a>,
    /// Of what: a rule, resources of one, or the policy.
    pub of: &'static str,
    /// The field that it was to be.
    pub meant: Option<&'static str>,
    /// Would that field limit what a rule matches?
    pub is_limit: bool,
}

/// What people write for other fields, after other APIs.
const OTHERWISE: &[(&str, &str)] = &[
    ("apiGroup", "group"),
    ("apiGroups", "group"),
    ("groups", "userGroups"),
    ("groups", "group"),
    ("names", "resourceNames"),
    ("paths", "nonResourceURLs"),
    ("serviceAccounts", "users"),
    ("urls", "nonResourceURLs"),
];

impl<'a> AuditPolicy<'a> {
    /// The keys that are none, in the order of the policy.
    #[must_use]
    pub fn ignored(self) -> Vec<Ignored<'a>> {
        let mut found = Vec::new();
        ignored::<Self>(
            self.node(),
            "an audit policy",
            &["apiVersion", "kind", "metadata"],
            &mut found,
        );
        for rule in self.rules().iter() {
            ignored::<AuditRule<'a>>(rule.node(), "a rule", &[], &mut found);
            for entry in rule.resources().iter() {
                ignored::<AuditResources<'a>>(entry.node(), "resources of a rule", &[], &mut found);
            }
        }
        found
    }

    /// The API groups that its rules name, as they are written.
    pub fn groups(self) -> impl Iterator<Item = Field<'a, &'a str>> {
        let rules = self.rules();
        rules.iter().flat_map(|rule| rule.resources().iter()).map(AuditResources::group)
    }
}

fn ignored<'a, T: FromNode<'a>>(
    node: Node<'a>,
    of: &'static str,
    beside: &[&str],
    found: &mut Vec<Ignored<'a>>,
) {
    let Shape::View(view) = T::SHAPE else {
        return;
    };
    let known =
        |key: &str| view.fields.iter().find(|field| field.key == key).map(|field| field.key);
    for (key, _) in node.entries() {
        let name = key.text();
        if known(name).is_some() || beside.contains(&name) {
            continue;
        }
        let otherwise = OTHERWISE.iter().filter(|(other, _)| *other == name);
        let slip = || {
            let of_field = |field: &str| {
                let (field, name) = (field.to_ascii_lowercase(), name.to_ascii_lowercase());
                strsim::osa_distance(&field, &name) <= 2 && name.len() > 3
            };
            view.fields.iter().map(|field| field.key).find(|field| of_field(field))
        };
        let meant = otherwise.clone().find_map(|(_, field)| known(field)).or_else(slip);
        let is_limit = meant.is_some_and(|field| !field.starts_with("omit") && field != "level")
            && of != "an audit policy";
        found.push(Ignored { key, of, meant, is_limit });
    }
}

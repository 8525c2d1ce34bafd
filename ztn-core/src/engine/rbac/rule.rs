//! One rule of a role, and the one relation between what is granted and what is needed.

use crate::data::rbac_roles::BuiltInRule;
use crate::model::rbac::PolicyRule;
use crate::model::{Field, List};
use crate::parse::Node;

/// One request, or one permission that somebody wants to hand on. A `*` in it is itself: who may do
/// everything that is known today may not do `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Need<'q> {
    /// The verb, such as `get`.
    pub verb: &'q str,
    /// What it is done to.
    pub target: Target<'q>,
    /// The namespace; none: beside the namespaces, or in all of them.
    pub namespace: Option<&'q str>,
}

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target<'q> {
    /// A resource.
    Resource {
        /// The API group; empty for the core group.
        group: &'q str,
        /// The plural, with its subresource: `pods`, `pods/exec`.
        resource: &'q str,
        /// The one object it is about; none: a list, a collection, or a new object.
        name: Option<&'q str>,
    },
    /// A path that is no resource, such as `/metrics`.
    Url(&'q str),
}

impl<'q> Need<'q> {
    /// A need for a resource.
    #[must_use]
    pub const fn on(
        verb: &'q str,
        group: &'q str,
        resource: &'q str,
        namespace: Option<&'q str>,
    ) -> Self {
        Self { verb, target: Target::Resource { group, resource, name: None }, namespace }
    }

    /// The same of one object.
    #[must_use]
    pub const fn named(self, name: &'q str) -> Self {
        match self.target {
            Target::Resource { group, resource, .. } => {
                Self { target: Target::Resource { group, resource, name: Some(name) }, ..self }
            }
            Target::Url(_) => self,
        }
    }

    /// The namespace whose RoleBindings are asked. A request for one Namespace object carries that
    /// namespace, so that they can grant it
    /// (`RequestInfo`, <https://kubernetes.io/docs/reference/access-authn-authz/authorization/>).
    pub fn asked_namespace(&self) -> Option<&'q str> {
        match self.target {
            Target::Resource { group: "", resource, name: Some(name) }
                if resource.split('/').next() == Some("namespaces") && self.namespace.is_none() =>
            {
                Some(name)
            }
            Target::Resource { .. } => self.namespace,
            Target::Url(_) => None,
        }
    }
}

/// A rule, read once.
#[derive(Clone)]
pub struct Rule<'a> {
    /// Its verbs.
    pub verbs: Vec<&'a str>,
    /// Its API groups.
    pub groups: Vec<&'a str>,
    /// Its resources.
    pub resources: Vec<&'a str>,
    /// Its names; none: every one.
    pub names: Vec<&'a str>,
    /// Its paths.
    pub urls: Vec<&'a str>,
    /// Where it is written; none: in Kubernetes itself.
    pub node: Option<Node<'a>>,
}

impl<'a> Rule<'a> {
    pub(super) fn of(rule: PolicyRule<'a>) -> Self {
        let list = |list: Field<'a, List<'a, &'a str>>| list.iter().collect();
        Self {
            verbs: list(rule.verbs()),
            groups: list(rule.api_groups()),
            resources: list(rule.resources()),
            names: list(rule.resource_names()),
            urls: list(rule.non_resource_urls()),
            node: Some(rule.node()),
        }
    }

    pub(super) fn built_in(rule: &'static BuiltInRule) -> Self {
        Self {
            verbs: rule.verbs.to_vec(),
            groups: rule.groups.to_vec(),
            resources: rule.resources.to_vec(),
            names: rule.names.to_vec(),
            urls: rule.urls.to_vec(),
            node: None,
        }
    }

    /// Does it allow what is needed, wherever it is bound? As `RuleAllows` and `ruleCovers` of Kubernetes'
    /// RBAC authorizer decide it.
    #[must_use]
    pub fn covers(&self, needed: &Need<'_>) -> bool {
        let has = |list: &[&str], wanted: &str| list.contains(&wanted);
        let allows = |list: &[&str], wanted: &str| has(list, "*") || has(list, wanted);
        if !allows(&self.verbs, needed.verb) {
            return false;
        }
        match needed.target {
            Target::Resource { group, resource, name } => {
                allows(&self.groups, group)
                    && self.resources.iter().any(|granted| covers_resource(granted, resource))
                    // A request without a name has the empty one.
                    && (self.names.is_empty() || has(&self.names, name.unwrap_or("")))
            }
            Target::Url(path) => self.urls.iter().any(|granted| covers_url(granted, path)),
        }
    }

    /// Everything that it allows on resources, as it is written.
    pub(super) fn needs(&self) -> impl Iterator<Item = Need<'a>> {
        let names = self.names.iter().map(|name| Some(*name));
        let none = self.names.is_empty().then_some(None);
        names.chain(none).flat_map(move |name| {
            self.verbs.iter().flat_map(move |verb| {
                self.groups.iter().flat_map(move |group| {
                    self.resources.iter().map(move |resource| {
                        let need = Need::on(verb, group, resource, None);
                        name.map_or(need, |name| need.named(name))
                    })
                })
            })
        })
    }

    /// In words: its verbs and resources, as they are written.
    #[must_use]
    pub fn text(&self) -> String {
        let verbs = self.verbs.join(",");
        if self.resources.is_empty() {
            return format!("{verbs} {}", self.urls.join(","));
        }
        let groups: Vec<&str> =
            self.groups.iter().map(|group| if group.is_empty() { "core" } else { group }).collect();
        let mut text = format!("{verbs} {} ({})", self.resources.join(","), groups.join(","));
        if !self.names.is_empty() {
            text.push_str(&format!(" named {}", self.names.join(",")));
        }
        text
    }
}

/// `*` covers everything, `*/scale` that subresource of everything; `pods` covers no subresource, and
/// `pods/*` nothing but itself.
fn covers_resource(granted: &str, needed: &str) -> bool {
    granted == "*"
        || granted == needed
        || needed
            .split_once('/')
            .is_some_and(|(_, sub)| granted.strip_prefix("*/").is_some_and(|only| only == sub))
}

/// A path covers itself; with a star at its end, everything it begins.
pub(super) fn covers_url(granted: &str, needed: &str) -> bool {
    granted == needed || granted.strip_suffix('*').is_some_and(|begin| needed.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(
        verbs: &'static [&str],
        groups: &'static [&str],
        resources: &'static [&str],
    ) -> Rule<'static> {
        Rule {
            verbs: verbs.to_vec(),
            groups: groups.to_vec(),
            resources: resources.to_vec(),
            names: Vec::new(),
            urls: Vec::new(),
            node: None,
        }
    }

    #[test]
    fn a_resource_is_covered_as_the_authorizer_has_it() {
        for (granted, needed, covered) in [
            ("pods", "pods", true),
            ("pods", "pods/exec", false),
            ("pods/exec", "pods", false),
            ("pods/exec", "pods/exec", true),
            ("*", "pods/exec", true),
            ("*", "*", true),
            ("pods", "*", false),
            ("*/exec", "pods/exec", true),
            ("*/scale", "deployments/scale", true),
            ("*/scale", "deployments", false),
            ("pods/*", "pods/exec", false),
            ("pods/*", "pods", false),
        ] {
            assert_eq!(covers_resource(granted, needed), covered, "{granted} {needed}");
        }
    }

    #[test]
    fn a_name_limits_what_has_one_and_rules_out_what_has_none() {
        let mut rule =
            rule(&["get", "list", "create"], &[""], &["secrets", "serviceaccounts/token"]);
        rule.names = vec!["db"];
        let need = |verb, resource| Need::on(verb, "", resource, Some("shop"));
        assert!(rule.covers(&need("get", "secrets").named("db")));
        assert!(!rule.covers(&need("get", "secrets").named("web")));
        assert!(!rule.covers(&need("get", "secrets")));
        assert!(!rule.covers(&need("list", "secrets")));
        assert!(rule.covers(&need("list", "secrets").named("db")), "with a field selector");
        assert!(!rule.covers(&need("create", "secrets")));
        assert!(rule.covers(&need("create", "serviceaccounts/token").named("db")));
    }

    #[test]
    fn groups_and_verbs_are_exact_or_a_star() {
        let rule = rule(&["get"], &["apps"], &["deployments"]);
        assert!(rule.covers(&Need::on("get", "apps", "deployments", None)));
        assert!(!rule.covers(&Need::on("get", "", "deployments", None)));
        assert!(!rule.covers(&Need::on("*", "apps", "deployments", None)));
        assert!(!rule.covers(&Need::on("get", "extensions", "deployments", None)));
    }

    #[test]
    fn a_star_at_the_end_of_a_path_is_a_prefix() {
        for (granted, needed, covered) in [
            ("*", "/metrics", true),
            ("/metrics", "/metrics", true),
            ("/metrics", "/metrics/slis", false),
            ("/api/*", "/api/v1", true),
            ("/api/*", "/api", false),
            ("/*/x", "/a/x", false),
        ] {
            assert_eq!(covers_url(granted, needed), covered, "{granted} {needed}");
        }
    }
}

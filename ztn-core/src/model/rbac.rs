//! Roles and who has them.

use std::fmt;

use super::Field;
use super::kind::Kind;
use super::meta::{Label, LabelSelector, Labels, Metadata};
use super::object::Object;
use super::view::{List, field, view};
use crate::data::resources::resource;
use crate::parse::Node;

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

/// A Role or a ClusterRole.
#[derive(Clone, Copy)]
pub struct AnyRole<'a> {
    /// The object.
    pub object: Object<'a>,
    /// What it allows.
    pub rules: Field<'a, List<'a, PolicyRule<'a>>>,
    /// Does a controller write its rules, from other roles?
    pub is_aggregated: bool,
}

impl<'a> AnyRole<'a> {
    /// The role that `object` is.
    #[must_use]
    pub fn of(object: Object<'a>) -> Option<Self> {
        let (rules, is_aggregated) = match object.kind() {
            Kind::Role => (object.view::<Role<'a>>()?.rules(), false),
            Kind::ClusterRole => {
                let role = object.view::<ClusterRole<'a>>()?;
                (role.rules(), role.aggregation_rule().is_set())
            }
            _ => return None,
        };
        Some(Self { object, rules, is_aggregated })
    }

    /// Does Kubernetes bring it along, and mend it at every start of an API server?
    #[must_use]
    pub fn is_built_in(self) -> bool {
        is_built_in(self.object)
    }

    /// Its annotation that keeps the API server from mending it.
    #[must_use]
    pub fn autoupdate(self) -> Field<'a, &'a str> {
        let key = "rbac.authorization.kubernetes.io/autoupdate";
        let Some(metadata) = self.object.metadata() else {
            return Field::absent(self.object.node());
        };
        metadata.annotations().then(|annotations| field(annotations.node(), key))
    }

    /// Does one of its rules allow everything?
    #[must_use]
    pub fn allows_everything(self) -> bool {
        self.rules.iter().any(PolicyRule::allows_everything)
    }
}

/// Does Kubernetes bring it along?
fn is_built_in(object: Object<'_>) -> bool {
    let labels = object.metadata().and_then(|metadata| metadata.labels().get());
    labels.label("kubernetes.io/bootstrapping") == Label::Is("rbac-defaults")
}

impl<'a> PolicyRule<'a> {
    /// The fields that say `*`, by their plural in prose, with the star.
    pub fn stars(self) -> impl Iterator<Item = (&'static str, Node<'a>)> {
        [
            ("verbs", self.verbs()),
            ("API groups", self.api_groups()),
            ("resources", self.resources()),
            ("URLs", self.non_resource_urls()),
        ]
        .into_iter()
        .filter_map(|(name, list)| {
            let (_, node) = list.entries().find(|(item, _)| *item == "*")?;
            Some((name, node))
        })
    }

    /// What of it can never allow a request, each with the reason. A Role is asked of resources in its
    /// namespace alone.
    #[must_use]
    pub fn never_allows(self, in_role: bool) -> Vec<(Node<'a>, String)> {
        let mut never = Vec::new();
        if self.verbs().is_empty() {
            never.push((self.verbs().node(), "it names no verb".to_owned()));
        }
        if in_role && let Some((_, url)) = self.non_resource_urls().entries().next() {
            never.push((url, "a path is in no namespace".to_owned()));
        }
        let groups: Vec<&str> = self.api_groups().iter().collect();
        for (name, node) in self.resources().entries() {
            if name.ends_with("/*") {
                let why = format!("`{name}` is no resource, and no subresource either");
                never.push((node, why));
                continue;
            }
            let Some(known) = resource(name).filter(|_| !groups.is_empty()) else {
                continue;
            };
            let is_own = |group: &&str| !group.contains('.') || group.ends_with(".k8s.io");
            let has_group = groups.iter().any(|group| {
                *group == "*"
                    || known.groups.contains(group)
                    || !is_own(group)
                    || is_extension(group)
            });
            if !has_group {
                let right = known.groups.first().copied().unwrap_or_default();
                let right = if right.is_empty() { "the core group" } else { right };
                never.push((node, format!("`{name}` is of {right}")));
            } else if in_role
                && !known.namespaced
                && known.name != "namespaces"
                && groups.iter().all(|group| is_own(group) && !is_extension(group))
            {
                never.push((node, format!("`{name}` is in no namespace")));
            }
        }
        if let Some((_, name)) = self.resource_names().entries().next() {
            let nameless = |verb: &str| matches!(verb, "create" | "deletecollection");
            let top = |name: &str| !name.contains('/') && name != "*";
            let is_for_nothing = !self.verbs().is_empty()
                && self.verbs().iter().all(nameless)
                && !self.resources().is_empty()
                && self.resources().iter().all(top);
            if is_for_nothing {
                let why = "requests to create or to delete all carry no name".to_owned();
                never.push((name, why));
            }
        }
        never
    }

    /// Does it allow everything on every resource of every group, of whatever name? To write out the
    /// verbs of the API instead of `*` comes to the same: who may create any pod and any token is anybody.
    #[must_use]
    pub fn allows_everything(self) -> bool {
        let names =
            |list: Field<'a, List<'a, &'a str>>, name: &str| list.iter().any(|item| item == name);
        let every_verb =
            names(self.verbs(), "*") || VERBS.iter().all(|verb| names(self.verbs(), verb));
        every_verb
            && names(self.api_groups(), "*")
            && names(self.resources(), "*")
            && self.resource_names().is_empty()
    }
}

/// Groups of `k8s.io` that are no part of every cluster, and have resources of names that others have.
fn is_extension(group: &str) -> bool {
    matches!(group, "metrics.k8s.io" | "custom.metrics.k8s.io" | "external.metrics.k8s.io")
        || group.ends_with(".x-k8s.io")
}

/// The verbs of requests for a resource.
const VERBS: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete"];

/// A RoleBinding or a ClusterRoleBinding.
#[derive(Clone, Copy)]
pub struct AnyBinding<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The namespace it is about; none: all of them.
    pub namespace: Option<&'a str>,
    role: Field<'a, RoleRef<'a>>,
    subjects: Field<'a, List<'a, Subject<'a>>>,
}

impl<'a> AnyBinding<'a> {
    /// The binding that `object` is.
    #[must_use]
    pub fn of(object: Object<'a>) -> Option<Self> {
        let (role, subjects) = match object.kind() {
            Kind::RoleBinding => {
                let binding = object.view::<RoleBinding<'a>>()?;
                (binding.role_ref(), binding.subjects())
            }
            Kind::ClusterRoleBinding => {
                let binding = object.view::<ClusterRoleBinding<'a>>()?;
                (binding.role_ref(), binding.subjects())
            }
            _ => return None,
        };
        Some(Self { object, namespace: object.namespace(), role, subjects })
    }

    /// The kind of the role it gives.
    #[must_use]
    pub fn role_kind(self) -> Field<'a, &'a str> {
        self.role.then(|role| role.kind())
    }

    /// Is the role one of RBAC's API group? The API server refuses others, and fills in what is left out.
    #[must_use]
    pub fn has_right_group(self) -> bool {
        let group = self.role.then(|role| role.api_group());
        matches!(group.or(""), "" | "rbac.authorization.k8s.io")
    }

    /// The name of the role it gives.
    #[must_use]
    pub fn role_name(self) -> Field<'a, &'a str> {
        self.role.then(|role| role.name())
    }

    /// Is it this ClusterRole that it gives?
    #[must_use]
    pub fn gives_cluster_role(self, name: &str) -> bool {
        self.role.then(|role| role.kind()).is("ClusterRole") && self.role_name().is(name)
    }

    /// Everybody it gives the role to, with the place of the name.
    pub fn identities(self) -> impl Iterator<Item = (Identity<'a>, Field<'a, &'a str>)> {
        self.subjects.iter().filter_map(|subject| Some((subject.identity()?, subject.name())))
    }

    /// The list of subjects, and the one with this name field.
    #[must_use]
    pub fn subject_of(self, name: Field<'a, &'a str>) -> Option<(Node<'a>, Node<'a>)> {
        let list = self.subjects.get()?;
        let is_it =
            |(subject, _): &(Subject<'a>, Node<'a>)| subject.name().node().id() == name.node().id();
        list.entries().find(is_it).map(|(_, node)| (list.node(), node))
    }
}

/// Who a subject is, however it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identity<'a> {
    /// A user.
    User(&'a str),
    /// A group.
    Group(&'a str),
    /// A service account.
    ServiceAccount {
        /// Its namespace; empty where it is not written, which the API server refuses.
        namespace: &'a str,
        /// Its name.
        name: &'a str,
    },
}

impl fmt::Display for Identity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "user `{name}`"),
            Self::Group(name) => write!(f, "group `{name}`"),
            Self::ServiceAccount { namespace: "", name } => write!(f, "service account `{name}`"),
            Self::ServiceAccount { namespace, name } => {
                write!(f, "service account `{name}` of namespace `{namespace}`")
            }
        }
    }
}

impl Identity<'_> {
    /// Is it everybody who shows no credentials?
    #[must_use]
    pub fn is_anonymous(self) -> bool {
        matches!(self, Self::User("system:anonymous") | Self::Group("system:unauthenticated"))
    }

    /// Is it a part of the control plane itself, or the group meant for cluster administrators?
    #[must_use]
    pub fn is_expected_admin(self) -> bool {
        match self {
            Self::Group(name) => matches!(name, "system:masters" | "kubeadm:cluster-admins"),
            Self::User(name) => name.starts_with("system:") && !self.is_anonymous(),
            Self::ServiceAccount { .. } => false,
        }
    }
}

impl<'a> Subject<'a> {
    /// Who it is. A service account may also be written as the user it appears as.
    #[must_use]
    pub fn identity(self) -> Option<Identity<'a>> {
        let name = self.name().get()?;
        match self.kind().get()? {
            "User" => Some(
                match name
                    .strip_prefix("system:serviceaccount:")
                    .and_then(|rest| rest.split_once(':'))
                {
                    Some((namespace, name)) => Identity::ServiceAccount { namespace, name },
                    None => Identity::User(name),
                },
            ),
            "Group" => Some(Identity::Group(name)),
            "ServiceAccount" => {
                Some(Identity::ServiceAccount { namespace: self.namespace().or(""), name })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::view::FromNode;
    use super::*;
    use crate::parse::{Document, Limits};

    #[test]
    fn a_subject_is_who_it_appears_as() {
        let of = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let identity = Subject::from_node(document.root()).expect("a mapping").identity();
            identity.map(|identity| identity.to_string())
        };
        assert_eq!(
            of("{kind: User, name: 'system:serviceaccount:ci:deployer'}").as_deref(),
            Some("service account `deployer` of namespace `ci`")
        );
        assert_eq!(
            of("{kind: ServiceAccount, name: a, namespace: b}").as_deref(),
            Some("service account `a` of namespace `b`")
        );
        assert_eq!(
            of("{kind: Group, name: 'system:authenticated'}").as_deref(),
            Some("group `system:authenticated`")
        );
        assert_eq!(of("{kind: Robot, name: a}"), None);
        assert_eq!(of("{kind: User}"), None);
    }

    #[test]
    fn a_rule_with_names_does_not_allow_everything() {
        let all = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            PolicyRule::from_node(document.root()).expect("a mapping").allows_everything()
        };
        assert!(all("{verbs: ['*'], apiGroups: ['*'], resources: ['*']}"));
        assert!(all("{verbs: [get, '*'], apiGroups: ['*'], resources: ['*'], resourceNames: []}"));
        assert!(!all("{verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [a]}"));
        assert!(!all("{verbs: ['*'], apiGroups: [''], resources: ['*']}"));
        assert!(!all("{verbs: ['*'], nonResourceURLs: ['*']}"));
        let written_out = "{verbs: [get, list, watch, create, update, patch, delete], apiGroups: ['*'], resources: ['*']}";
        assert!(all(written_out) && !all(&written_out.replace("create, ", "")));
    }
}

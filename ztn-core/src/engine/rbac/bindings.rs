//! Every binding, resolved: to whom it gives which role, and where.

use super::roles::{RoleId, Roles};
use crate::data::rbac_controllers;
use crate::data::rbac_roles::{BINDINGS, BuiltInBinding};
use crate::model::rbac::{AnyBinding, Identity};
use crate::model::{Cluster, Field, Kind, Object};

/// A binding with what it stands for.
pub struct Binding<'a> {
    /// The object; none: the input lacks it, and Kubernetes brings it along.
    pub object: Option<Object<'a>>,
    /// Its name.
    pub name: &'a str,
    /// The namespace it is about; none: all of them, and what is beside them.
    pub namespace: Option<&'a str>,
    /// The name of the role it gives.
    pub role_name: &'a str,
    /// Where that is written.
    pub role_spot: Option<Field<'a, &'a str>>,
    /// Where it leads.
    pub link: Link,
    /// To whom, each with the place of the name.
    pub subjects: Vec<(Identity<'a>, Option<Field<'a, &'a str>>)>,
}

/// Where a binding leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To a role; to several, where the input gives it several times.
    Roles(Vec<RoleId>),
    /// To a role that is not in the input and that Kubernetes does not bring along.
    Missing,
    /// Nowhere: the API server refuses such a binding.
    Refused,
}

impl Binding<'_> {
    /// The roles it gives.
    #[must_use]
    pub fn roles(&self) -> &[RoleId] {
        match &self.link {
            Link::Roles(roles) => roles,
            Link::Missing | Link::Refused => &[],
        }
    }

    /// Its kind and name in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self.namespace {
            None => format!("ClusterRoleBinding `{}`", self.name),
            Some(namespace) => format!("RoleBinding `{namespace}/{}`", self.name),
        }
    }
}

/// The bindings of `cluster`, and those of Kubernetes' own that it lacks.
pub(super) fn of<'a>(cluster: &'a Cluster, roles: &Roles<'a>) -> Vec<Binding<'a>> {
    let written = cluster
        .of_kinds([Kind::RoleBinding, Kind::ClusterRoleBinding])
        .filter_map(AnyBinding::of)
        .map(|binding| of_object(binding, roles));
    let lacks = |built_in: &&BuiltInBinding| {
        let (namespace, name) = (built_in.namespace, built_in.name);
        let kind = if namespace.is_empty() { Kind::ClusterRoleBinding } else { Kind::RoleBinding };
        cluster.named(kind, namespace, name).next().is_none()
    };
    let all = BINDINGS.iter().chain(rbac_controllers::BINDINGS);
    let built_in = all.filter(lacks).map(|built_in| of_table(built_in, roles));
    written.chain(built_in).collect()
}

fn of_object<'a>(binding: AnyBinding<'a>, roles: &Roles<'a>) -> Binding<'a> {
    let spot = binding.role_name();
    let name = spot.or("");
    let kind = match binding.role_kind().or("") {
        "ClusterRole" => Some((Kind::ClusterRole, "")),
        "Role" => binding.namespace.map(|namespace| (Kind::Role, namespace)),
        _ => None,
    };
    let link = match kind {
        None => Link::Refused,
        Some(_) if !binding.has_right_group() => Link::Refused,
        Some((kind, namespace)) => match roles.named(kind, namespace, name) {
            [] => Link::Missing,
            found => Link::Roles(found.to_vec()),
        },
    };
    let subjects = binding.identities().filter_map(|(who, spot)| {
        let who = match who {
            // In a RoleBinding the namespace may be left out; in a ClusterRoleBinding it names nobody.
            Identity::ServiceAccount { namespace: "", name } => {
                Identity::ServiceAccount { namespace: binding.namespace?, name }
            }
            who => who,
        };
        Some((who, Some(spot)))
    });
    Binding {
        object: Some(binding.object),
        name: binding.object.name(),
        namespace: binding.namespace,
        role_name: name,
        role_spot: Some(spot),
        link,
        subjects: subjects.collect(),
    }
}

fn of_table<'a>(binding: &'static BuiltInBinding, roles: &Roles<'a>) -> Binding<'a> {
    let accounts = binding
        .service_accounts
        .iter()
        .map(|name| Identity::ServiceAccount { namespace: "kube-system", name });
    let users = binding.users.iter().map(|name| Identity::User(name));
    let groups = binding.groups.iter().map(|name| Identity::Group(name));
    let (kind, namespace) = match binding.namespace {
        "" => (Kind::ClusterRole, None),
        namespace => (Kind::Role, Some(namespace)),
    };
    Binding {
        object: None,
        name: binding.name,
        namespace,
        role_name: binding.role,
        role_spot: None,
        link: Link::Roles(roles.named(kind, binding.namespace, binding.role).to_vec()),
        subjects: users.chain(groups).chain(accounts).map(|who| (who, None)).collect(),
    }
}

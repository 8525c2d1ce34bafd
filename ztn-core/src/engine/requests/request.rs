//! A request as the authorizer sees it.

use std::fmt;

use super::event::{Event, UserInfo};
use crate::engine::rbac::{Need, Target};
use crate::model::rbac::Identity;

/// A request that somebody sent, or may have to send.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// The verb.
    pub verb: String,
    /// What it is about.
    pub target: RequestTarget,
    /// The namespace, where there is one.
    pub namespace: Option<String>,
}

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestTarget {
    /// A resource.
    Resource {
        /// The API group; empty for the core group.
        group: String,
        /// The plural, with its subresource.
        resource: String,
        /// The one object, as the authorizer is told.
        name: Option<String>,
    },
    /// A path that is no resource.
    Url(String),
}

impl Request {
    /// As a question to the engine.
    #[must_use]
    pub fn need(&self) -> Need<'_> {
        let target = match &self.target {
            RequestTarget::Url(url) => Target::Url(url),
            RequestTarget::Resource { group, resource, name } => {
                Target::Resource { group, resource, name: name.as_deref() }
            }
        };
        Need { verb: &self.verb, target, namespace: self.namespace.as_deref() }
    }

    pub(super) fn on(verb: &str, group: &str, resource: &str, name: &str, namespace: &str) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            verb: verb.to_owned(),
            target: RequestTarget::Resource {
                group: group.to_owned(),
                resource: resource.to_owned(),
                name: some(name),
            },
            namespace: some(namespace),
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.target {
            RequestTarget::Url(url) => return write!(f, "{} {url}", self.verb),
            RequestTarget::Resource { group, resource, name } => {
                write!(f, "{} {resource}", self.verb)?;
                if !group.is_empty() {
                    write!(f, ".{group}")?;
                }
                if let Some(name) = name {
                    write!(f, " `{name}`")?;
                }
            }
        }
        match &self.namespace {
            Some(namespace) => write!(f, " in namespace `{namespace}`"),
            None => Ok(()),
        }
    }
}

/// What the authorizer was asked for a request, whoever it was acted as; none: the record does not say what
/// it was about.
pub(super) fn of_event(event: &Event<'_>, minor: u32) -> Option<Vec<Request>> {
    if event.verb.is_empty() {
        return None;
    }
    let Some(object) = event.object_ref.as_ref().filter(|object| !object.resource.is_empty())
    else {
        let path = event.request_uri.split('?').next().unwrap_or_default();
        let target = RequestTarget::Url(path.to_owned());
        let request = Request { verb: event.verb.to_string(), target, namespace: None };
        return path.starts_with('/').then(|| vec![request]);
    };
    let (verb, sub) = (event.verb.as_ref(), object.subresource.as_ref());
    let resource = match sub {
        "" => object.resource.to_string(),
        sub => format!("{}/{sub}", object.resource),
    };
    // The name of what was made came with the object; the authorizer was asked about a new one.
    let is_new = sub.is_empty() && matches!(verb, "create" | "deletecollection");
    let name = if is_new { "" } else { object.name.as_ref() };
    // A Namespace is beside the namespaces, and asked about as one in itself.
    let is_namespace = object.resource == "namespaces" && object.api_group.is_empty();
    let namespace = if is_namespace { "" } else { object.namespace.as_ref() };
    let on = |verb: &str| Request::on(verb, &object.api_group, &resource, name, namespace);
    let mut requests = vec![on(verb)];
    // From 1.35 on a WebSocket that is opened by a `get` takes the right to `create` as well.
    let opens = matches!(sub, "exec" | "attach" | "portforward") && object.resource == "pods";
    if opens && verb == "get" && minor >= 35 {
        requests.push(on("create"));
    }
    Some(requests)
}

/// What it takes to act as somebody.
pub(super) fn to_act_as(who: &UserInfo<'_>) -> Vec<Request> {
    const OWN: &str = "authentication.k8s.io";
    let account = who.username.strip_prefix("system:serviceaccount:");
    let account = account.and_then(|rest| rest.split_once(':'));
    let mut requests = match account {
        Some((namespace, name)) => {
            vec![Request::on("impersonate", "", "serviceaccounts", name, namespace)]
        }
        None => vec![Request::on("impersonate", "", "users", &who.username, "")],
    };
    // These come by themselves; of others each is asked for.
    let comes = |group: &str| {
        group == "system:authenticated"
            || group == "system:unauthenticated"
            || account.is_some_and(|(namespace, _)| {
                group.strip_prefix("system:serviceaccounts").is_some_and(|rest| {
                    rest.is_empty() || rest.strip_prefix(':') == Some(namespace)
                })
            })
    };
    let groups = who.groups().filter(|group| !comes(group));
    requests.extend(groups.map(|group| Request::on("impersonate", "", "groups", group, "")));
    let uid = who.uid.as_deref().filter(|uid| !uid.is_empty());
    requests.extend(uid.map(|uid| Request::on("impersonate", OWN, "uids", uid, "")));
    for (key, values) in who.extra.iter().flatten() {
        let resource = format!("userextras/{key}");
        for value in values.iter().flatten() {
            requests.push(Request::on("impersonate", OWN, &resource, value, ""));
        }
    }
    requests
}

/// Is the user of a record this one, or a member of this group?
pub(super) fn is(who: &UserInfo<'_>, subject: Identity<'_>) -> bool {
    match subject {
        Identity::User(name) => who.username == name,
        Identity::Group(name) => who.groups().any(|group| group == name),
        Identity::ServiceAccount { namespace, name } => {
            let account = who.username.strip_prefix("system:serviceaccount:");
            account.and_then(|rest| rest.split_once(':')) == Some((namespace, name))
        }
    }
}

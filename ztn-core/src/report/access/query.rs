//! What can be asked of permissions.

use serde::{Deserialize, Serialize};

use crate::data::resources::resource;
use crate::engine::rbac::{Asker, Need, Target};
use crate::error::{ErrorCode, OptionsError};
use crate::model::Kind;
use crate::model::rbac::Identity;

/// May somebody do something?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CanQuery {
    /// Who: `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME` (or `sa:`), or the name that the API
    /// server sees, such as `jane` or `system:serviceaccount:shop:web`.
    pub subject: String,
    /// Groups that the subject is in, beside those that follow from who it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The verb, such as `get`.
    pub verb: String,
    /// `pods`, `pods/exec`, `deployments.apps`, or a path such as `/metrics`.
    pub resource: String,
    /// The one object it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The namespace; without it, all of them, or what is beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What may somebody do, or what would a role let them do?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PermissionsQuery {
    /// Who, as [`CanQuery::subject`]; or `role:NAMESPACE/NAME` or `clusterrole:NAME`, for what it gives to whoever
    /// is bound to it.
    pub subject: String,
    /// Groups that the subject is in, beside those that follow from who it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// Who may do something?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhoCanQuery {
    /// The verb, such as `get`.
    pub verb: String,
    /// `pods`, `pods/exec`, `deployments.apps`, or a path such as `/metrics`.
    pub resource: String,
    /// The one object it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The namespace; without it, any of them, or what is beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

impl CanQuery {
    /// May `subject` do `verb` to `resource`, in all namespaces?
    #[must_use]
    pub fn new(
        subject: impl Into<String>,
        verb: impl Into<String>,
        resource: impl Into<String>,
    ) -> Self {
        let (subject, verb, resource) = (subject.into(), verb.into(), resource.into());
        Self { subject, verb, resource, ..Self::default() }
    }

    pub(super) fn asker(&self) -> Result<Asker<'_>, OptionsError> {
        asker(&self.subject, &self.groups)
    }
}

impl WhoCanQuery {
    /// Who may do `verb` to `resource`, in any namespace?
    #[must_use]
    pub fn new(verb: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { verb: verb.into(), resource: resource.into(), ..Self::default() }
    }
}

impl PermissionsQuery {
    /// What may `subject` do?
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), groups: Vec::new() }
    }

    pub(super) fn whose(&self) -> Result<Whose<'_>, OptionsError> {
        match role(&self.subject) {
            Some(role) => role.map(|(kind, namespace, name)| Whose::Role { kind, namespace, name }),
            None => Ok(Whose::Somebody(asker(&self.subject, &self.groups)?)),
        }
    }
}

/// Whose rights are asked for.
pub(super) enum Whose<'q> {
    Somebody(Asker<'q>),
    Role { kind: Kind, namespace: &'q str, name: &'q str },
}

/// A role, where the text is about one: its kind, namespace and name.
fn role(text: &str) -> Option<Result<(Kind, &str, &str), OptionsError>> {
    let (kind, rest) = text.split_once(':')?;
    let found = match kind {
        "clusterrole" => Some((Kind::ClusterRole, "", rest)),
        "role" => rest.split_once('/').map(|(namespace, name)| (Kind::Role, namespace, name)),
        _ => return None,
    };
    let found = found.filter(|(.., name)| !name.is_empty());
    Some(found.ok_or_else(|| {
        let remedy = "write `role:NAMESPACE/NAME` or `clusterrole:NAME`";
        wrong("subject", format!("`{text}` is no role"), remedy)
    }))
}

/// What both questions about one request have in common.
macro_rules! about_a_request {
    ($query:ty) => {
        impl $query {
            /// The same in one namespace.
            #[must_use]
            pub fn in_namespace(self, namespace: impl Into<String>) -> Self {
                Self { namespace: Some(namespace.into()), ..self }
            }

            /// The same of one object.
            #[must_use]
            pub fn named(self, name: impl Into<String>) -> Self {
                Self { name: Some(name.into()), ..self }
            }

            pub(super) fn need(&self) -> Result<Need<'_>, OptionsError> {
                let (name, namespace) = (self.name.as_deref(), self.namespace.as_deref());
                need(&self.verb, &self.resource, name, namespace)
            }
        }
    };
}

about_a_request!(CanQuery);
about_a_request!(WhoCanQuery);

fn asker<'q>(subject: &'q str, groups: &'q [String]) -> Result<Asker<'q>, OptionsError> {
    Ok(Asker::new(identity(subject)?).in_groups(groups.iter().map(String::as_str)))
}

fn wrong(field: &str, message: String, remedy: &str) -> OptionsError {
    OptionsError::new(ErrorCode::InvalidQuery, format!("query.{field}"), message, remedy)
}

/// Somebody, by a name that says what sort of somebody it is.
pub(crate) fn identity(text: &str) -> Result<Identity<'_>, OptionsError> {
    const FORMS: &str = "write `user:NAME`, `group:NAME` or `serviceaccount:NAMESPACE/NAME`";
    let account = |rest: &str| wrong("subject", format!("`{rest}` is no service account"), FORMS);
    if let Some(role) = role(text) {
        role?;
        let remedy = "ask for its permissions";
        return Err(wrong("subject", format!("`{text}` is a role, and nobody"), remedy));
    }
    let found = match text.split_once(':') {
        Some(("user", name)) => Identity::User(name),
        Some(("group", name)) => Identity::Group(name),
        Some(("serviceaccount" | "sa", rest)) => {
            let (namespace, name) =
                rest.split_once('/').or(rest.split_once(':')).ok_or_else(|| account(rest))?;
            Identity::ServiceAccount { namespace, name }
        }
        _ => match text.strip_prefix("system:serviceaccount:") {
            Some(rest) => {
                let (namespace, name) = rest.split_once(':').ok_or_else(|| account(text))?;
                Identity::ServiceAccount { namespace, name }
            }
            None => Identity::User(text),
        },
    };
    let is_empty = match found {
        Identity::User(name) | Identity::Group(name) => name.is_empty(),
        Identity::ServiceAccount { namespace, name } => namespace.is_empty() || name.is_empty(),
    };
    if is_empty {
        Err(wrong("subject", format!("`{text}` names nobody"), FORMS))
    } else {
        Ok(found)
    }
}

/// A request, with the API group that its resource belongs to.
pub(crate) fn need<'q>(
    verb: &'q str,
    what: &'q str,
    name: Option<&'q str>,
    namespace: Option<&'q str>,
) -> Result<Need<'q>, OptionsError> {
    if verb.is_empty() {
        return Err(wrong("verb", "empty".to_owned(), "write a verb, such as `get`"));
    }
    if what.starts_with('/') {
        return Ok(Need { verb, target: Target::Url(what), namespace: None });
    }
    let unknown = |what: &str| {
        let message = format!("`{what}` is no resource of Kubernetes' own");
        let remedy = "write its plural, and of others the API group, too: `widgets.example.com`";
        wrong("resource", message, remedy)
    };
    let (group, resource) = match what.split_once('.') {
        Some((_, group)) if group.contains('/') => {
            let message = format!("`{what}` has its subresource after the group");
            return Err(wrong("resource", message, "write `deployments/scale.apps`"));
        }
        Some((resource, group)) => (group, resource),
        None if what == "*" => ("*", "*"),
        None => {
            let known = self::resource(what).ok_or_else(|| unknown(what))?;
            (known.groups.first().copied().unwrap_or_default(), what)
        }
    };
    let group = if group == "core" { "" } else { group };
    let known = self::resource(resource).filter(|known| known.groups.contains(&group));
    // What is beside the namespaces is in none, wherever one stands.
    let namespace = namespace.filter(|_| known.is_none_or(|known| known.namespaced));
    Ok(Need { verb, target: Target::Resource { group, resource, name }, namespace })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_found_with_their_groups() {
        let of = |what: &'static str| match need("get", what, None, Some("shop")) {
            Ok(Need { target: Target::Resource { group, resource, .. }, namespace, .. }) => {
                format!("{group}|{resource}|{}", namespace.unwrap_or("-"))
            }
            Ok(_) => "url".to_owned(),
            Err(error) => error.message,
        };
        for (what, wanted) in [
            ("pods", "|pods|shop"),
            ("pods/exec", "|pods/exec|shop"),
            ("deployments", "apps|deployments|shop"),
            ("deployments.extensions", "extensions|deployments|shop"),
            ("deployments/scale", "apps|deployments/scale|shop"),
            ("nodes/proxy", "|nodes/proxy|-"),
            ("widgets.example.com", "example.com|widgets|shop"),
            ("widgets/status.example.com", "example.com|widgets/status|shop"),
            ("pods.core", "|pods|shop"),
            ("*", "*|*|shop"),
            ("/metrics", "url"),
            ("widgets", "`widgets` is no resource of Kubernetes' own"),
        ] {
            assert_eq!(of(what), wanted, "{what}");
        }
    }

    #[test]
    fn somebody_is_named_in_several_ways() {
        let of = |text| identity(text).map_or_else(|error| error.message, |who| who.to_string());
        assert_eq!(of("jane"), "user `jane`");
        assert_eq!(of("user:sa:x"), "user `sa:x`");
        assert_eq!(of("group:system:masters"), "group `system:masters`");
        assert_eq!(of("system:kube-proxy"), "user `system:kube-proxy`");
        let account = "service account `web` of namespace `shop`";
        for text in [
            "sa:shop/web",
            "serviceaccount:shop/web",
            "sa:shop:web",
            "system:serviceaccount:shop:web",
        ] {
            assert_eq!(of(text), account, "{text}");
        }
        assert_eq!(of("sa:web"), "`web` is no service account");
        assert_eq!(of("group:"), "`group:` names nobody");
        assert_eq!(of("clusterrole:edit"), "`clusterrole:edit` is a role, and nobody");
        assert_eq!(of("role:edit"), "`role:edit` is no role");
        assert_eq!(of("user:role:edit"), "user `role:edit`");
    }
}

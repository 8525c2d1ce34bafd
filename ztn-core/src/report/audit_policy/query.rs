//! What can be asked of an audit policy.

use serde::{Deserialize, Serialize};

use crate::engine::audit::{Caller, Request, Target};
use crate::engine::rbac;
use crate::error::{ErrorCode, OptionsError};
use crate::model::rbac::Identity;
use crate::report::access::{identity, need};

/// What does a policy record: of one request, or, without verb and resource, of every one that has to be seen?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditPolicyQuery {
    /// The verb, such as `get`; for a path the method in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// `pods`, `pods/exec`, `deployments.apps`, or a path such as `/metrics`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Who: as [`CanQuery::subject`](crate::CanQuery::subject); without it, whoever the least is recorded of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Groups that the subject is in, beside those that follow from who it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The one object it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The namespace; without it, all of them, or what is beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What is asked, understood.
pub(super) enum Asked<'q> {
    /// Every request that has to be seen.
    Probes,
    /// One request, of somebody or of whomever the least is recorded.
    Request(Request<'q>, Option<Caller>),
}

impl AuditPolicyQuery {
    /// What is recorded of `verb` on `resource`, of whomever the least is?
    #[must_use]
    pub fn request(verb: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { verb: Some(verb.into()), resource: Some(resource.into()), ..Self::default() }
    }

    /// The same of one subject.
    #[must_use]
    pub fn of(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }

    /// The same in one namespace.
    #[must_use]
    pub fn in_namespace(self, namespace: impl Into<String>) -> Self {
        Self { namespace: Some(namespace.into()), ..self }
    }

    pub(super) fn asked(&self) -> Result<Asked<'_>, OptionsError> {
        let (verb, resource) = match (self.verb.as_deref(), self.resource.as_deref()) {
            (None, None) if self.is_about_somebody() => {
                let message = "there is no request that it could be about".to_owned();
                return Err(wrong("verb", message, "give a verb and a resource"));
            }
            (None, None) => return Ok(Asked::Probes),
            (Some(verb), Some(resource)) => (verb, resource),
            (None, Some(_)) => return Err(half("verb")),
            (Some(_), None) => return Err(half("resource")),
        };
        let need = need(verb, resource, self.name.as_deref(), self.namespace.as_deref())?;
        let target = match need.target {
            rbac::Target::Url(path) => Target::Url(path),
            rbac::Target::Resource { group, resource, name } => {
                if [group, resource].contains(&"*") {
                    let message = "no request is about every resource".to_owned();
                    return Err(wrong("resource", message, "name one"));
                }
                let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
                let (namespace, name) = (need.namespace.unwrap_or(""), name.unwrap_or(""));
                Target::Resource { group, resource, subresource, namespace, name }
            }
        };
        let caller = self.caller()?;
        Ok(Asked::Request(Request { caller: Caller::somebody(), verb, target }, caller))
    }

    fn is_about_somebody(&self) -> bool {
        let one = [&self.subject, &self.name, &self.namespace].into_iter().any(Option::is_some);
        one || !self.groups.is_empty()
    }

    fn caller(&self) -> Result<Option<Caller>, OptionsError> {
        let Some(subject) = &self.subject else {
            if self.groups.is_empty() {
                return Ok(None);
            }
            let message = "there is nobody who could be in them".to_owned();
            return Err(wrong("groups", message, "give a subject"));
        };
        let caller = match identity(subject)? {
            Identity::User(name) => Caller::user(name),
            Identity::Group(name) => Caller::member(name),
            Identity::ServiceAccount { namespace, name } => Caller::account(namespace, name),
        };
        Ok(Some(self.groups.iter().fold(caller, |caller, group| caller.also_in(group))))
    }
}

fn half(field: &str) -> OptionsError {
    wrong(field, "missing".to_owned(), "give a verb and a resource, or neither")
}

fn wrong(field: &str, message: String, remedy: &str) -> OptionsError {
    OptionsError::new(ErrorCode::InvalidQuery, format!("query.{field}"), message, remedy)
}

//! Who may do what.

use super::{Known, Unknown, Witness};

/// The effective permissions of everybody in a cluster.
#[derive(Debug, Default)]
pub struct Rbac;

/// Somebody who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A user, by name.
    User(String),
    /// Any member of a group.
    Group(String),
    /// A service account.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// The verb, such as `get`.
    pub verb: String,
    /// The API group; empty for the core group.
    pub group: String,
    /// The resource, with its subresource: `pods`, `pods/exec`.
    pub resource: String,
    /// The name of the one object, if it is about one.
    pub name: Option<String>,
    /// The namespace; none: beside the namespaces, or in all of them.
    pub namespace: Option<String>,
}

/// A subject that may do something, and the chain of binding, role and rule that lets it.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Who.
    pub subject: Subject,
    /// Binding, role and rule.
    pub because: Witness,
}

impl Rbac {
    /// May `subject` do this?
    #[must_use]
    pub fn can(&self, _subject: &Subject, _action: &Action) -> Known {
        Known::Unknown(Unknown::not_built())
    }

    /// Everybody who may do this.
    ///
    /// # Errors
    /// The input does not tell, or nothing evaluates it yet.
    pub fn who_can(&self, _action: &Action) -> Result<Vec<Grant>, Unknown> {
        Err(Unknown::not_built())
    }
}

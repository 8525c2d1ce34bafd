//! Permissions, version 1: who may do what, and what lets them.

mod build;
mod permission;
mod query;
mod text;

use serde::{Deserialize, Serialize};

use super::v1::{Name, Object, Problem, Span, Tool, Why};
use crate::options::Options;

pub(crate) use build::{can, permissions, subject as subject_report, who_can};
pub use permission::Permission;
pub(crate) use permission::in_group;
pub use query::{CanQuery, PermissionsQuery, WhoCanQuery};
pub(crate) use query::{identity, need};

/// The version of the shape of [`Can`].
pub const CAN_SCHEMA: &str = "ztn.can.v1";
/// The version of the shape of [`WhoCan`].
pub const WHO_CAN_SCHEMA: &str = "ztn.who-can.v1";
/// The version of the shape of [`Permissions`].
pub const PERMISSIONS_SCHEMA: &str = "ztn.permissions.v1";

/// May somebody do something?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Can {
    /// The version of this shape: `ztn.can.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: CanQuery,
    /// The answer.
    pub decision: CanDecision,
    /// What decides, in one clause.
    pub text: String,
    /// What lets them: one chain for each binding, the deciding one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<GrantChain>,
    /// Where nothing lets them: the bindings that were looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looked_at: Vec<GrantStep>,
    /// Why it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The command or the file that would settle it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<Name>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// Who may do something?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhoCan {
    /// The version of this shape: `ztn.who-can.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: WhoCanQuery,
    /// Everybody who may, by kind and name; who may in all namespaces is not listed for each.
    pub grants: Vec<Grant>,
    /// Why there may be others, if there may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The command or the file that would settle it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<Name>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// What may somebody do?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Permissions {
    /// The version of this shape: `ztn.permissions.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: PermissionsQuery,
    /// The same, as the engine understands it.
    pub subject: Subject,
    /// Why everything is allowed, whatever the roles say; left out where they decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub everything: Option<Name>,
    /// All that they may do: each right once, and none that another one holds.
    pub permissions: Vec<HeldPermission>,
    /// Why there may be more, if there may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The command or the file that would settle it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<Name>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// A right that somebody holds, with what gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldPermission {
    /// The right.
    pub permission: Permission,
    /// What gives it: one chain for each rule of each binding.
    pub chains: Vec<GrantChain>,
}

/// An answer in three values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CanDecision {
    /// They may.
    Yes,
    /// They may not.
    No,
    /// The input does not tell.
    Unknown,
}

impl CanDecision {
    /// Its name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// Somebody who may do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Grant {
    /// Who.
    pub subject: Subject,
    /// The namespace it holds in; left out where it holds in all of them, or beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// What lets them.
    pub chain: GrantChain,
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    /// `user`, `group` or `service_account`; where rights are listed, also `role` or `cluster_role`.
    pub kind: Name,
    /// The namespace of a service account, or of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

/// What lets somebody do something: a binding, the role it gives, and a rule of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GrantChain {
    /// The steps, in order.
    pub steps: Vec<GrantStep>,
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GrantStep {
    /// In one clause.
    pub text: String,
    /// The object that says it; left out where Kubernetes brings it along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

impl Subject {
    /// In words: ``user `jane` ``.
    pub(crate) fn words(&self) -> String {
        let kind = match self.kind.as_ref() {
            "service_account" => "service account",
            "role" => "Role",
            "cluster_role" => "ClusterRole",
            kind => kind,
        };
        match &self.namespace {
            Some(namespace) => format!("{kind} `{namespace}/{}`", self.name),
            None => format!("{kind} `{}`", self.name),
        }
    }
}

impl Can {
    /// In lines, for people.
    #[must_use]
    pub fn text(&self) -> String {
        text::can(self)
    }

    /// In Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        text::can_markdown(self)
    }

    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Permissions {
    /// In lines, for people.
    #[must_use]
    pub fn text(&self) -> String {
        text::permissions(self)
    }

    /// In Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        text::permissions_markdown(self)
    }

    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // As above.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl WhoCan {
    /// In lines, for people.
    #[must_use]
    pub fn text(&self) -> String {
        text::who_can(self)
    }

    /// In Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        text::who_can_markdown(self)
    }

    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // As above.
        serde_json::to_string(self).unwrap_or_default()
    }
}

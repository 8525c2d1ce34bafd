//! Attack paths, version 1: how somebody becomes more than they are, and what would stop it.

mod build;
mod draw;
mod text;

use serde::{Deserialize, Serialize};

use super::v1::{Name, Object, Problem, Span, Tool};
use crate::options::Options;

pub(crate) use build::paths;

/// The version of this shape.
pub const SCHEMA: &str = "ztn.paths.v1";

/// Which paths are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PathsQuery {
    /// Where they begin: a workload as `namespace/name`, or somebody as `user:NAME`, `group:NAME` or
    /// `serviceaccount:NAMESPACE/NAME`. Without it, at each workload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Where they end: `cluster-admin`, `all-secrets`, `node` or `cloud`. Without it, at any of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// How somebody becomes more than they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttackPaths {
    /// The version of this shape: `ztn.paths.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: PathsQuery,
    /// The shortest path of each beginning to each end, the worst end first.
    pub paths: Vec<AttackPath>,
    /// For each end that is reached: the fewest changes after which it no longer is.
    pub cuts: Vec<Cut>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// A way from one beginning to one end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttackPath {
    /// Where it begins.
    pub from: String,
    /// Where it ends: `cluster-admin`, `all-secrets`, `node` or `cloud`.
    pub to: Name,
    /// The steps, in order.
    pub steps: Vec<PathStep>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathStep {
    /// What is done, in one clause.
    pub text: String,
    /// What is in hand after it.
    pub gains: String,
    /// What is taken for granted, because the input does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumes: Option<Name>,
    /// The object that makes it possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// The fewest changes after which no path leads to one end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cut {
    /// The end.
    pub to: Name,
    /// The changes; none where a path holds whatever is changed.
    pub changes: Vec<Change>,
}

/// A change that closes paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// What to do, as an order.
    pub text: String,
    /// The object to change.
    pub object: Object,
    /// Where it is.
    pub span: Span,
}

impl AttackPaths {
    /// In lines, for people.
    #[must_use]
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// In Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        text::markdown(self)
    }

    /// As a graph in the language of Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        draw::dot(self)
    }

    /// As a Mermaid flowchart.
    #[must_use]
    pub fn mermaid(&self) -> String {
        draw::mermaid(self)
    }

    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}

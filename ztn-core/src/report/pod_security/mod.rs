//! Pods held against the Pod Security Standards, version 1.

mod build;
mod query;
mod text;

use serde::{Deserialize, Serialize};

use super::v1::{Name, Object, Problem, Span, Tool, Why};
use crate::options::Options;
use crate::verdict::Verdict;

pub(crate) use build::evaluate;
pub use query::PodSecurityQuery;

/// The version of the shape of [`PodSecurityEvaluation`].
pub const SCHEMA: &str = "ztn.pss.v1";

/// What of the input keeps a standard, and what does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PodSecurityEvaluation {
    /// The version of this shape: `ztn.pss.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: PodSecurityQuery,
    /// The version of the standards that was evaluated, as `v1.37`: the one asked for, or the newest that this
    /// program, or the API server of the input, knows.
    pub version: Name,
    /// Every pod template, in the order of the input.
    pub workloads: Vec<EvaluatedWorkload>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// One pod template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluatedWorkload {
    /// The object that has it.
    pub object: Object,
    /// Where that object is.
    pub span: Span,
    /// `pass`, `fail`, or `unknown` where a field has a type that the API server refuses.
    pub verdict: Verdict,
    /// The checks it fails: those of the baseline by id, then those of the restricted level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Why it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// A check that a pod template fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Violation {
    /// The check's id in Pod Security Admission, such as `hostNamespaces`.
    pub check: Name,
    /// The level the check belongs to.
    pub level: Name,
    /// What is forbidden, as the API server says it: `host namespaces (hostNetwork=true)`.
    pub text: String,
    /// Where.
    pub spans: Vec<Span>,
}

impl PodSecurityEvaluation {
    /// Does something not keep the standard?
    #[must_use]
    pub fn has_violations(&self) -> bool {
        self.workloads.iter().any(|workload| workload.verdict == Verdict::Fail)
    }

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

    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}

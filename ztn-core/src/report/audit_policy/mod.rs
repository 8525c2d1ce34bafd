//! What audit policies record, version 1.

mod build;
mod query;
mod text;

use serde::{Deserialize, Serialize};

use super::v1::{Name, Object, Problem, Span, Tool};
use crate::options::Options;

pub(crate) use build::evaluate;
pub use query::AuditPolicyQuery;

/// The version of the shape of [`AuditPolicyEvaluation`].
pub const SCHEMA: &str = "ztn.audit-policy.v1";

/// What the audit policies of the input record: of one request, or of every one that has to be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditPolicyEvaluation {
    /// The version of this shape: `ztn.audit-policy.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: AuditPolicyQuery,
    /// Every audit policy, in the order of the input.
    pub policies: Vec<EvaluatedAuditPolicy>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// One policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluatedAuditPolicy {
    /// The policy.
    pub object: Object,
    /// Where it is.
    pub span: Span,
    /// The request that was asked for, of whomever the least is recorded unless somebody was named; without one
    /// every request that has to be seen, by class.
    pub requests: Vec<AuditedRequest>,
}

/// What a policy records of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditedRequest {
    /// Verb and resource, or verb and path: `create pods/exec`.
    pub request: String,
    /// By whom, in words.
    pub who: String,
    /// `None`, `Metadata`, `Request` or `RequestResponse`.
    pub level: Name,
    /// The stages at which it is recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Name>,
    /// The rule that decides; left out where none matches, so that nothing is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<DecidingRule>,
    /// How it has to be seen; left out for a request that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<AuditProbe>,
}

/// The first rule that matches a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecidingRule {
    /// Which one it is, from 1.
    pub number: u32,
    /// Where it is.
    pub span: Span,
}

/// How a request has to be seen, and whether it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditProbe {
    /// What it is watched for, such as `secret-access`.
    pub class: Name,
    /// Why, in one clause.
    pub why: Name,
    /// The least level at which it tells what has to be known.
    pub least: Name,
    /// The level above which a credential, or what is often one, is in the log; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Name>,
    /// How it stands.
    pub standing: AuditStanding,
}

/// How a request that has to be seen stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AuditStanding {
    /// It is recorded as it is to be.
    Recorded,
    /// It is recorded without its body, which says what it changed.
    WithoutBody,
    /// It is recorded without how it ended.
    WithoutOutcome,
    /// It is recorded with what may be a credential.
    Leaks,
    /// It is not recorded.
    Unrecorded,
}

impl AuditStanding {
    /// Its name, as answers write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::WithoutBody => "without-body",
            Self::WithoutOutcome => "without-outcome",
            Self::Leaks => "leaks",
            Self::Unrecorded => "unrecorded",
        }
    }
}

impl AuditPolicyEvaluation {
    /// Is something that has to be seen not recorded, or a credential? That a body is missing is advice.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        let requests = self.policies.iter().flat_map(|policy| &policy.requests);
        let mut probes = requests.filter_map(|request| request.probe.as_ref());
        probes.any(|probe| {
            !matches!(probe.standing, AuditStanding::Recorded | AuditStanding::WithoutBody)
        })
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

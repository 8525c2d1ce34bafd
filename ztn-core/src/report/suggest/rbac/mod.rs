//! Suggested roles, version 1: what somebody asked of the API server, the smallest roles that allow it, the
//! proof that they do, and what they take away.

mod build;
mod caution;
mod logs;
mod names;
mod plan;
mod yaml;

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::options::Options;
use crate::report::access::{CanDecision, Permission, Subject};
use crate::report::compact::line;
use crate::report::v1::{Name, Object, Problem, Span, Tool};

pub(crate) use build::rbac;

/// The version of this shape.
pub const SCHEMA: &str = "ztn.suggest-rbac.v1";

/// For whom roles are suggested, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SuggestRbacQuery {
    /// Who: `user:NAME`, `group:NAME` (what its members asked), `serviceaccount:NAMESPACE/NAME` (or `sa:`), or
    /// the name that the API server sees, such as `jane` or `system:serviceaccount:shop:web`.
    pub subject: String,
    /// When a role is limited to objects by their names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub names: ResourceNames,
}

/// When a role is limited to objects by their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceNames {
    /// Where every request had a name, and none of them looks made by a machine.
    #[default]
    Stable,
    /// Never.
    Never,
}

fn is_default(names: &ResourceNames) -> bool {
    *names == ResourceNames::default()
}

/// Roles for what somebody asked of the API server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RbacSuggestion {
    /// The version of this shape: `ztn.suggest-rbac.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// For whom it was made.
    pub query: SuggestRbacQuery,
    /// The same, as the engine understands it.
    pub subject: Subject,
    /// Every request that was allowed, each once.
    pub requests: Vec<AllowedRequest>,
    /// What the suggested roles give, without what Kubernetes gives everybody.
    pub permissions: Vec<Permission>,
    /// The roles and bindings, as a stream of YAML documents; empty where Kubernetes' own roles suffice.
    pub yaml: String,
    /// That the roles allow every request, and what they allow beside.
    pub proof: RbacProof,
    /// What bindings of the input give the subject by its own name, and the roles do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Permission>,
    /// The bindings of the input that name the subject: as long as they stand, nothing is taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<ReplacedBinding>,
    /// What of the log could not be used, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused: Vec<UnusedRecords>,
    /// What the API server asks beside, which no log tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<String>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// A request that was allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AllowedRequest {
    /// The verb.
    pub verb: String,
    /// `pods`, `pods/exec`, `deployments.apps`, or a path such as `/metrics`.
    pub resource: String,
    /// The one object it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// How often it was sent.
    pub count: u32,
    /// Where the log has it first.
    pub span: Span,
    /// Does the input allow it? Left out without an input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<CanDecision>,
}

/// What the suggested roles do, by the engine that answers `ztn can`: they alone, with what Kubernetes brings
/// along.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RbacProof {
    /// How many requests were asked for again.
    pub requests: u32,
    /// Those of them that are not allowed, by their place in `requests`.
    pub missing: Vec<u32>,
    /// What is allowed and was not asked for: where names change, every name.
    pub beside: Vec<Permission>,
}

/// A binding that gives the subject what it has today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplacedBinding {
    /// What to do with it, as an order.
    pub text: String,
    /// The binding.
    pub object: Object,
    /// Where it names the subject.
    pub span: Span,
}

/// Records of a log that say nothing for the suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnusedRecords {
    /// Why: `denied`, `undecided`, `incomplete`, `no-event` or `unreadable`.
    pub reason: Name,
    /// In one clause.
    pub text: String,
    /// How many.
    pub count: u32,
    /// The first.
    pub span: Span,
}

impl SuggestRbacQuery {
    /// For this subject.
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..Self::default() }
    }
}

impl RbacSuggestion {
    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What the roles do and do not do, in lines.
    #[must_use]
    pub fn summary(&self) -> String {
        let RbacProof { requests, missing, beside } = &self.proof;
        let mut text = String::new();
        let noun = if *requests == 1 { "request" } else { "different requests" };
        let _ = writeln!(text, "{requests} {noun}, {} not allowed by the roles", missing.len());
        if self.yaml.is_empty() {
            let _ = writeln!(text, "no role is needed: what Kubernetes gives everybody suffices");
        }
        let missing = missing.iter().filter_map(|at| self.requests.get(*at as usize));
        for AllowedRequest { verb, resource, namespace, .. } in missing {
            let place = namespace.as_ref().map_or(String::new(), |name| format!(" in `{name}`"));
            let _ = writeln!(text, "missing: {verb} {resource}{place}");
        }
        for permission in beside {
            let _ = writeln!(text, "beside: {}", permission.words());
        }
        for permission in &self.removed {
            let _ = writeln!(text, "taken away: {}", permission.words());
        }
        for ReplacedBinding { text: order, span, .. } in &self.replaces {
            let _ = writeln!(text, "to do: {order} ({}:{})", span.path, span.start.line);
        }
        let unseen = self.requests.iter().filter(|request| {
            matches!(request.today, Some(CanDecision::No | CanDecision::Unknown))
        });
        match unseen.count() {
            0 => {}
            count => {
                let _ = writeln!(
                    text,
                    "{count} of the requests {} not what the input allows: something that it lacks gives more",
                    if count == 1 { "is" } else { "are" }
                );
            }
        }
        for UnusedRecords { text: why, count, span, .. } in &self.unused {
            let at = format!("{}:{}", span.path, span.start.line);
            let _ = writeln!(text, "not used: {why} ({count}, first {at})");
        }
        for caution in &self.cautions {
            let _ = writeln!(text, "note: {caution}");
        }
        text
    }

    /// The roles with what is to be said of them as comments before.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let summary = self.summary();
        let comments: String = summary.lines().map(|text| format!("# {}\n", line(text))).collect();
        comments + &self.yaml
    }
}

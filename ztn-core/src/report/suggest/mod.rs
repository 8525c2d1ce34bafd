//! Suggested policies, version 1: what manifests declare, the NetworkPolicies that allow it and nothing
//! else, and the proof that they do.

mod build;
mod plan;
mod proof;
pub mod rbac;
mod yaml;

use serde::{Deserialize, Serialize};

use super::reach::PortRange;
use super::v1::{Name, Problem, Span, Tool};
use crate::options::Options;

pub(crate) use build::{documents, network};

/// The version of this shape.
pub const SCHEMA: &str = "ztn.suggest-network.v1";

/// NetworkPolicies for the connections that the manifests declare.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NetworkSuggestion {
    /// The version of this shape: `ztn.suggest-network.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// The namespaces that get policies.
    pub namespaces: Vec<String>,
    /// Every connection that is declared, by both ends.
    pub connections: Vec<DeclaredConnection>,
    /// The policies, as a stream of YAML documents.
    pub yaml: String,
    /// Workloads of these namespaces that get no policy of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedWorkload>,
    /// What names a connection that cannot be told from the input: no policy allows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<UnresolvedName>,
    /// That the policies allow what is declared, and what they allow beside it.
    pub proof: Proof,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// A connection that manifests declare.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeclaredConnection {
    /// Who opens it: a workload, `any pod`, or `anybody`.
    pub src: String,
    /// Who takes it: a workload, or an address outside.
    pub dst: String,
    /// On which ports of who takes it.
    pub ports: Vec<PortRange>,
    /// What declares it.
    pub because: Vec<Declaration>,
}

/// A place that declares a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Declaration {
    /// In one clause.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A workload without a policy of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusedWorkload {
    /// The workload.
    pub workload: String,
    /// Why, in one clause.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// A name that leads to no workload of the input, or that nobody looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnresolvedName {
    /// The workload that would open the connection.
    pub src: String,
    /// What is named.
    pub names: String,
    /// Why nothing comes of it, in one clause.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// What the policies allow, by the engine that answers `ztn reach`: the input without the NetworkPolicies of
/// the namespaces, and with these.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proof {
    /// How many declared connections were asked for.
    pub declared: u32,
    /// Those of them that are not allowed, or not on every port.
    pub missing: Vec<ProofEdge>,
    /// What is allowed, or may be, to or from a workload with a policy, and is not declared.
    pub extra: Vec<ProofEdge>,
}

/// A connection of a proof.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofEdge {
    /// Who opens it.
    pub src: String,
    /// Who takes it.
    pub dst: String,
    /// On which ports.
    pub ports: Vec<PortRange>,
    /// Why: `dns`, `same-labels` as somebody who is named, `unlabelled-peer` for whom a whole namespace is
    /// named, `node-network`, or for what is missing `policy` or `node-network`.
    pub reason: Name,
}

impl NetworkSuggestion {
    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What the policies do and do not do, in lines.
    #[must_use]
    pub fn summary(&self) -> String {
        use std::fmt::Write as _;
        let Proof { declared, missing, extra } = &self.proof;
        let mut text = String::new();
        let (absent, beside) = (missing.len(), extra.len());
        let connections = if *declared == 1 { "connection" } else { "connections" };
        let _ = writeln!(
            text,
            "{declared} {connections} declared, {absent} missing, {beside} allowed beside"
        );
        for (word, edges) in [("missing", missing), ("beside", extra)] {
            for ProofEdge { src, dst, ports, reason } in edges {
                let ports = super::reach::port_words(ports);
                let _ = writeln!(text, "{word}: {src} -> {dst}: {ports} ({reason})");
            }
        }
        for RefusedWorkload { workload, text: why, span } in &self.refused {
            let at = format!("{}:{}", span.path, span.start.line);
            let _ = writeln!(text, "no policy: {workload}: {why} ({at})");
        }
        for UnresolvedName { src, names, text: why, span } in &self.unresolved {
            let at = format!("{}:{}", span.path, span.start.line);
            let _ = writeln!(text, "not allowed: {src} -> {names}: {why} ({at})");
        }
        text
    }

    /// The policies with what is to be said of them as comments before.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let summary = self.summary();
        let lines = summary.lines().map(super::compact::line);
        let comments: String = lines.map(|line| format!("# {line}\n")).collect();
        comments + &self.yaml
    }
}

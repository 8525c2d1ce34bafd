//! JSON Schemas, made from the types themselves.

use super::access::{Can, Permissions, WhoCan};
use super::audit_policy::AuditPolicyEvaluation;
use super::catalog::RuleInfo;
use super::diff::Diff;
use super::paths::AttackPaths;
use super::pod_security::PodSecurityEvaluation;
use super::reach::Reach;
use super::suggest::NetworkSuggestion;
use super::suggest::rbac::RbacSuggestion;
use super::v1::Report;
use crate::options::Options;

/// The names of the schemas there are.
pub const NAMES: [&str; 13] = [
    "report",
    "diff",
    "reach",
    "suggest-network",
    "suggest-rbac",
    "options",
    "rules",
    "can",
    "who-can",
    "permissions",
    "paths",
    "pss",
    "audit-policy",
];

/// The JSON Schema with this name.
#[must_use]
pub fn schema(name: &str) -> Option<String> {
    let schema = match name {
        "report" => schemars::schema_for!(Report),
        "diff" => schemars::schema_for!(Diff),
        "reach" => schemars::schema_for!(Reach),
        "suggest-network" => schemars::schema_for!(NetworkSuggestion),
        "suggest-rbac" => schemars::schema_for!(RbacSuggestion),
        "options" => schemars::schema_for!(Options),
        "audit-policy" => schemars::schema_for!(AuditPolicyEvaluation),
        "pss" => schemars::schema_for!(PodSecurityEvaluation),
        "paths" => schemars::schema_for!(AttackPaths),
        "can" => schemars::schema_for!(Can),
        "permissions" => schemars::schema_for!(Permissions),
        "who-can" => schemars::schema_for!(WhoCan),
        "rules" => schemars::schema_for!(Vec<RuleInfo>),
        _ => return None,
    };
    serde_json::to_string_pretty(&schema).ok().map(|text| text + "\n")
}

//! What the `ztn` binary says of itself: its rules, claims, evidence and severities.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::process::text_of;

/// Everything that pages are made of.
pub(crate) struct Catalog {
    pub(crate) rules: Vec<Rule>,
    pub(crate) claims: Vec<Claim>,
    /// For each class of evidence, the file or command that supplies it.
    pub(crate) evidence: BTreeMap<String, String>,
    /// For each severity, what it means.
    pub(crate) severities: BTreeMap<String, String>,
}

/// A rule as `ztn rules --format json` prints it.
#[derive(Deserialize)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) slug: String,
    #[serde(default)]
    pub(crate) parts: Vec<String>,
    pub(crate) severity: String,
    pub(crate) summary: String,
    pub(crate) why: String,
    pub(crate) remedy: String,
    #[serde(default)]
    pub(crate) exceptions: String,
    pub(crate) since: String,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    #[serde(default)]
    pub(crate) fixes: Vec<String>,
    #[serde(default)]
    pub(crate) refs: Vec<Ref>,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

/// Somebody else's name for the same thing.
#[derive(Deserialize)]
pub(crate) struct Ref {
    pub(crate) scheme: String,
    pub(crate) id: String,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) practice: usize,
    pub(crate) slug: String,
    pub(crate) claim: String,
    pub(crate) parts: Vec<Part>,
}

#[derive(Deserialize)]
pub(crate) struct Part {
    pub(crate) part: String,
    pub(crate) statement: String,
}

/// What a report over nothing holds: the claims, and what every rule lacks.
#[derive(Deserialize)]
struct Report {
    verdicts: Vec<Claim>,
    not_evaluated: Vec<NotEvaluated>,
}

#[derive(Deserialize)]
struct NotEvaluated {
    missing: Vec<Missing>,
}

#[derive(Deserialize)]
struct Missing {
    evidence: String,
    settled_by: String,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(rename = "const")]
    name: String,
    description: String,
}

impl Catalog {
    /// Asks the binary.
    pub(crate) fn of(ztn: &Path) -> Result<Self> {
        let rules = json(ztn, &["rules", "--format", "json"])?;
        let report: Report = json(ztn, &["check", "--format", "json", "--exit-zero", "-"])?;
        let schema: serde_json::Value = json(ztn, &["schema", "rules"])?;
        let choices = schema.pointer("/$defs/Severity/oneOf").context("no severities")?;
        let choices: Vec<Choice> = serde_json::from_value(choices.clone())?;
        let missing = report.not_evaluated.into_iter().flat_map(|rule| rule.missing);
        Ok(Self {
            rules,
            claims: report.verdicts,
            evidence: missing.map(|missing| (missing.evidence, missing.settled_by)).collect(),
            severities: choices.into_iter().map(|of| (of.name, of.description)).collect(),
        })
    }
}

fn json<T: DeserializeOwned>(ztn: &Path, args: &[&str]) -> Result<T> {
    let text = text_of(Command::new(ztn).args(args).stdin(Stdio::null()))?;
    serde_json::from_str(&text).with_context(|| format!("`ztn {args:?}` printed another shape"))
}

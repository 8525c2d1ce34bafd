//! The rules as they are told to people: for `rules` and `explain` in every language.

use serde::Serialize;

use crate::fix::Safety;
use crate::registry::RULES;
use crate::rule::{Rule, Severity};

/// Everything that is to be said of a rule.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleInfo {
    /// Its id.
    pub id: &'static str,
    /// The practice it belongs to, 1 to 10.
    pub practice: u32,
    /// The name of that practice.
    pub slug: &'static str,
    /// The parts of claims that its findings break.
    pub parts: Vec<&'static str>,
    /// How bad it is before exposure is known.
    pub severity: Severity,
    /// The bad state, in one clause.
    pub summary: &'static str,
    /// What it costs.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Where it is right to leave things as they are.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub exceptions: &'static str,
    /// The release it came with.
    pub since: &'static str,
    /// The evidence it needs.
    pub needs: Vec<&'static str>,
    /// How safe the fixes of its findings are, of those that have one; left out: there is no fix.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub fixes: &'static [Safety],
    /// Other names for the same thing.
    pub refs: Vec<RefInfo>,
    /// Earlier ids.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub aliases: &'static [&'static str],
}

/// Somebody else's name for the same thing.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefInfo {
    /// Whose name it is, such as `cis` or `kube-linter`.
    pub scheme: &'static str,
    /// The name.
    pub id: &'static str,
}

impl RuleInfo {
    /// Everything about one rule.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            practice: rule.practice.number(),
            slug: rule.practice.slug(),
            parts: rule.breaks.iter().map(|part| part.slug()).collect(),
            severity: rule.severity,
            summary: rule.summary,
            why: rule.why,
            remedy: rule.remedy,
            exceptions: rule.exceptions,
            since: rule.since,
            needs: rule.needs.iter().map(|evidence| evidence.slug()).collect(),
            fixes: rule.fixes,
            refs: rule.refs.iter().map(|r| RefInfo { scheme: r.scheme.name(), id: r.id }).collect(),
            aliases: rule.aliases,
        }
    }

    /// Every rule, by practice, then by id.
    #[must_use]
    pub fn all() -> Vec<Self> {
        RULES.iter().map(|rule| Self::of(rule)).collect()
    }
}

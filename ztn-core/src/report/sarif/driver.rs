//! The tool: its rules, and the notifications it can give.

use serde_json::{Value, json};

use super::{invocation, object, put, put_list, sentence, taxonomy};
use crate::registry::RULES;
use crate::report::v1::Report;
use crate::rule::{Rule, Severity};

/// Where the project lives, once its manifest says so.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// The tool, with all its rules: the list is the same whatever was selected.
pub(super) fn driver(report: &Report) -> Value {
    let mut driver = object(json!({
        "name": report.tool.name,
        "semanticVersion": report.tool.version,
        "shortDescription": {"text": sentence(env!("CARGO_PKG_DESCRIPTION"))},
        "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        "notifications": invocation::descriptors(),
        "supportedTaxonomies": taxonomy::references(),
        "properties": {"dataAsOf": report.tool.data_as_of},
    }));
    put(&mut driver, "informationUri", (!HOME.is_empty()).then_some(HOME));
    driver.into()
}

/// Where the rule with this id stands in the list.
pub(super) fn index(id: &str) -> Option<usize> {
    RULES.iter().position(|rule| rule.id == id)
}

/// What SARIF calls this severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// A priority from 0 to 100.
pub(super) fn rank(severity: Severity) -> u32 {
    match severity {
        Severity::Critical => 95,
        Severity::High => 80,
        Severity::Medium => 55,
        Severity::Low => 30,
        Severity::Info => 10,
    }
}

/// The score in the scale of CVSS that GitHub makes words of; none for what is only worth knowing.
fn security_severity(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("3.0"),
        Severity::Info => None,
    }
}

fn descriptor(rule: &Rule) -> Value {
    let practice = rule.practice;
    let mut properties = object(json!({
        "tags": ["security", "kubernetes", "zero-trust", practice.slug()],
        "precision": "very-high",
        "problem.severity": match level(rule.severity) {
            "note" => "recommendation",
            level => level,
        },
    }));
    put(&mut properties, "security-severity", security_severity(rule.severity));
    let mut descriptor = object(json!({
        "id": rule.id,
        "shortDescription": {"text": sentence(rule.summary)},
        "fullDescription": {"text": rule.why},
        "help": {"text": help(rule), "markdown": help_markdown(rule)},
        "defaultConfiguration": {"level": level(rule.severity), "rank": rank(rule.severity)},
        "properties": properties,
    }));
    let page = format!(
        "{HOME}/blob/main/docs/rules/{:02}-{}.md#{}",
        practice.number(),
        practice.slug(),
        rule.id
    );
    put(&mut descriptor, "helpUri", (!HOME.is_empty()).then_some(page));
    put_list(&mut descriptor, "relationships", taxonomy::relationships(rule));
    put_list(&mut descriptor, "deprecatedIds", rule.aliases.iter().map(|&id| id.into()).collect());
    descriptor.into()
}

fn help(rule: &Rule) -> String {
    let mut help = format!("{}\n\n{}", rule.why, rule.remedy);
    if !rule.exceptions.is_empty() {
        help.push_str("\n\nExceptions: ");
        help.push_str(rule.exceptions);
    }
    help
}

fn help_markdown(rule: &Rule) -> String {
    let mut help = format!("**Why**: {}\n\n**What to do**: {}", rule.why, rule.remedy);
    if !rule.exceptions.is_empty() {
        help.push_str("\n\n**Exceptions**: ");
        help.push_str(rule.exceptions);
    }
    let refs = rule.refs.iter().map(|r| format!("{} {}", r.scheme.name(), r.id));
    let refs: Vec<String> = refs.collect();
    format!("{help}\n\n**See also**: {}\n\n`ztn explain {}`", refs.join(", "), rule.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GitHub cuts descriptions at 1,024 characters and shows ten tags.
    #[test]
    fn what_is_said_of_a_rule_is_shown_whole() {
        for rule in RULES {
            assert!(rule.why.chars().count() <= 1024, "{}", rule.id);
            assert!(sentence(rule.summary).chars().count() <= 1024, "{}", rule.id);
        }
    }
}

//! `ztn explain`, `ztn rules` and `ztn schema`

use std::fmt::Write;

use ztn_core::registry;
use ztn_core::report::catalog::RuleInfo;
use ztn_core::report::schema;

use crate::args::{ExplainArgs, ListFormat, RulesArgs, SchemaArgs};
use crate::exit::{Exit, Failure};
use crate::output;

/// Says everything about one rule.
pub(crate) fn explain(args: &ExplainArgs) -> Result<Exit, Failure> {
    let rule = registry::lookup(&args.rule)?;
    let rule = RuleInfo::of(rule);
    let text = match args.format {
        ListFormat::Text => page(&rule)?,
        ListFormat::Json => serde_json::to_string_pretty(&rule)? + "\n",
    };
    output::print(text.as_bytes())
}

/// Lists the rules.
pub(crate) fn rules(args: &RulesArgs) -> Result<Exit, Failure> {
    let rules = RuleInfo::all();
    let text = match args.format {
        ListFormat::Text => list(&rules)?,
        ListFormat::Json => serde_json::to_string_pretty(&rules)? + "\n",
    };
    output::print(text.as_bytes())
}

/// Prints a JSON Schema.
pub(crate) fn schema(args: &SchemaArgs) -> Result<Exit, Failure> {
    let text = schema::schema(&args.name)
        .ok_or_else(|| Failure(format!("there is no schema `{}`", args.name)))?;
    output::print(text.as_bytes())
}

fn page(rule: &RuleInfo) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(
        out,
        "{} ({}, practice {} {})",
        rule.id,
        rule.severity.name(),
        rule.practice,
        rule.slug
    )?;
    writeln!(out, "\n{}\n\nwhy: {}\n\nremedy: {}", rule.summary, rule.why, rule.remedy)?;
    if !rule.exceptions.is_empty() {
        writeln!(out, "\nexceptions: {}", rule.exceptions)?;
    }
    if !rule.parts.is_empty() {
        writeln!(out, "\nbreaks: {}", rule.parts.join(", "))?;
    }
    if !rule.needs.is_empty() {
        writeln!(out, "needs: {}", rule.needs.join(", "))?;
    }
    let fixes: Vec<&str> = rule.fixes.iter().map(|safety| safety.name()).collect();
    let fixes = if fixes.is_empty() { "none".to_owned() } else { fixes.join(" or ") };
    writeln!(out, "fix: {fixes}")?;
    if !rule.refs.is_empty() {
        writeln!(out, "see: {}", references(rule))?;
    }
    Ok(out)
}

/// The benchmark items and peers' checks that speak of the same thing.
pub(crate) fn references(rule: &RuleInfo) -> String {
    let refs: Vec<String> = rule.refs.iter().map(|r| format!("{} {}", r.scheme, r.id)).collect();
    refs.join(", ")
}

fn list(rules: &[RuleInfo]) -> Result<String, std::fmt::Error> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut out = String::new();
    let mut practice = 0;
    for rule in rules {
        if rule.practice != practice {
            practice = rule.practice;
            writeln!(out, "{practice} {}", rule.slug)?;
        }
        writeln!(out, "  {:width$}  {:8}  {}", rule.id, rule.severity.name(), rule.summary)?;
    }
    Ok(out)
}

//! GitLab's Code Quality report.

use serde_json::{Value, json};

use super::base::Base;
use super::v1::Report;
use crate::rule::Severity;

/// A report for the Code Quality widget: what counts, at its place.
#[must_use]
pub fn code_quality(report: &Report, base: &Base) -> String {
    let findings = report.findings.iter().filter(|finding| finding.is_open());
    let list: Vec<Value> = findings
        .map(|finding| {
            json!({
                "check_name": finding.rule,
                "description": finding.message,
                "fingerprint": finding.fingerprint,
                "severity": severity(finding.severity),
                "location": {
                    "path": base.plain(&finding.span.path),
                    "lines": {"begin": finding.span.start.line, "end": finding.span.end.line},
                },
            })
        })
        .collect();
    format!("{}\n", Value::Array(list))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}

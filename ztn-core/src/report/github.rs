//! Annotations in the log of a GitHub Actions step.

use std::cmp::Reverse;
use std::fmt::Write;

use super::base::Base;
use super::v1::{Finding, Problem, Report, Span};
use crate::rule::Severity;

/// What GitHub shows of each kind in one step; the others are only in the log.
const SHOWN: usize = 10;

/// A report as workflow commands, the most severe findings first, with the verdicts in a folded group.
#[must_use]
pub fn github(report: &Report, base: &Base) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(report, base, &mut out);
    out
}

fn write(report: &Report, base: &Base, out: &mut String) -> std::fmt::Result {
    writeln!(out, "::group::The ten practices")?;
    for practice in &report.verdicts {
        let verdict = practice.verdict.name();
        writeln!(out, "{:>2} {:<15} {verdict}", practice.practice, practice.slug)?;
    }
    writeln!(out, "::endgroup::")?;
    for problem in &report.problems {
        write_problem(problem, base, out)?;
    }
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|f| f.is_open()).collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    for finding in &findings {
        write_finding(finding, base, out)?;
    }
    write_counts(report, &findings, out)
}

fn write_finding(finding: &Finding, base: &Base, out: &mut String) -> std::fmt::Result {
    let title = format!("{} ({})", finding.rule, finding.severity.name());
    let mut message = finding.message.clone();
    if let Some(witness) = &finding.witness {
        message.push_str("\nbecause ");
        message.push_str(witness);
    }
    for label in &finding.labels {
        let place = format!("{}:{}", base.plain(&label.span.path), label.span.start.line);
        message.push_str(&format!("\n{place}: {}", label.text));
    }
    command(command_of(finding.severity), Some(&finding.span), base, &title, &message, out)
}

fn write_problem(problem: &Problem, base: &Base, out: &mut String) -> std::fmt::Result {
    let title = format!("{} (problem)", problem.kind.slug());
    let message = format!("{}\n{}", problem.message, problem.remedy);
    match &problem.span {
        Some(span) => command(command_of_problem(problem), Some(span), base, &title, &message, out),
        None => {
            let message = format!("{}: {message}", base.plain(&problem.path));
            command(command_of_problem(problem), None, base, &title, &message, out)
        }
    }
}

fn command(
    command: &str,
    span: Option<&Span>,
    base: &Base,
    title: &str,
    message: &str,
    out: &mut String,
) -> std::fmt::Result {
    write!(out, "::{command} ")?;
    if let Some(span) = span {
        write!(out, "file={},", property(&base.plain(&span.path)))?;
        write!(out, "line={},endLine={},", span.start.line, span.end.line)?;
        // Columns mean something within one line only.
        if span.start.line == span.end.line {
            write!(out, "col={},endColumn={},", span.start.col_utf16, span.end.col_utf16)?;
        }
    }
    writeln!(out, "title={}::{}", property(title), data(message))
}

fn command_of_problem(problem: &Problem) -> &'static str {
    if problem.kind.loses_input() { "error" } else { "warning" }
}

fn command_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    }
}

fn write_counts(report: &Report, findings: &[&Finding], out: &mut String) -> std::fmt::Result {
    let count = |kind: &str| {
        let problems = report.problems.iter().map(command_of_problem);
        let findings = findings.iter().map(|finding| command_of(finding.severity));
        problems.chain(findings).filter(|command| *command == kind).count()
    };
    let counts = ["error", "warning", "notice"].map(|kind| (kind, count(kind)));
    let words = counts.map(|(kind, n)| format!("{n} {kind}{}", if n == 1 { "" } else { "s" }));
    let words = words.join(", ");
    write!(out, "ztn: {words}")?;
    let hidden: usize = counts.iter().map(|(_, n)| n.saturating_sub(SHOWN)).sum();
    if hidden > 0 {
        write!(
            out,
            "; GitHub shows {SHOWN} of each in the summary, and {hidden} more are in this log only"
        )?;
    }
    writeln!(out)
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}

//! Markdown for a comment on a change: the verdicts and the worst findings, in less than forty lines.

use std::cmp::Reverse;
use std::fmt::Write;

use super::base::Base;
use super::diff::{self, Diff};
use super::reach::port_words;
use super::v1::{Finding, PracticeReport, Report};
use crate::verdict::Verdict;

/// Findings shown.
const SHOWN: usize = 15;
/// Of a comparison, of each sort.
const SHOWN_OF_DIFF: usize = 6;

/// A report in short.
#[must_use]
pub fn markdown(report: &Report, base: &Base) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_report(report, base, &mut out);
    out
}

/// A comparison in short.
#[must_use]
pub fn markdown_of_diff(diff: &Diff, base: &Base) -> String {
    let mut out = String::new();
    let _ = write_diff(diff, base, &mut out);
    out
}

fn write_report(report: &Report, base: &Base, out: &mut String) -> std::fmt::Result {
    writeln!(out, "| | practice | verdict | |\n|--:|---|---|---|")?;
    for practice in &report.verdicts {
        let (number, slug) = (practice.practice, &practice.slug);
        let verdict = word(practice.verdict);
        writeln!(out, "| {number} | {slug} | {verdict} | {} |", counts(practice))?;
    }
    let open: Vec<&Finding> = report.findings.iter().filter(|finding| finding.is_open()).collect();
    let excepted = report.findings.iter().filter(|finding| finding.suppressed.is_some()).count();
    writeln!(
        out,
        "\n{} findings, {excepted} excepted, {} problems",
        open.len(),
        report.problems.len()
    )?;
    list("", open.into_iter(), SHOWN, base, out)
}

fn write_diff(diff: &Diff, base: &Base, out: &mut String) -> std::fmt::Result {
    if !diff.verdicts.is_empty() {
        writeln!(out, "| | practice | before | after |\n|--:|---|---|---|")?;
    }
    for change in &diff.verdicts {
        let (before, after) = (word(change.before), word(change.after));
        writeln!(out, "| {} | {} | {before} | {after} |", change.practice, change.slug)?;
    }
    writeln!(out, "\n{}; {} new problems", diff::counts(diff), diff.new_problems.len())?;
    connections(diff, out)?;
    list("new: ", diff.added(), SHOWN_OF_DIFF, base, out)?;
    list("fixed: ", diff.fixed.iter(), SHOWN_OF_DIFF, &Base::default(), out)?;
    list("not seen: ", diff.unseen.iter(), SHOWN_OF_DIFF, &Base::default(), out)
}

/// What passes that did not, and what passes no more.
fn connections(diff: &Diff, out: &mut String) -> std::fmt::Result {
    if !diff.connections.is_empty() {
        writeln!(out, "\n| connection | from | to | before | after |\n|---|---|---|---|---|")?;
    }
    let cell = |text: &str| inert(text).replace('|', "\\|");
    for change in diff.connections.iter().take(SHOWN) {
        let (before, after) = (port_words(&change.before), port_words(&change.after));
        let (src, dst) = (cell(&change.src), cell(&change.dst));
        writeln!(out, "| {} | {src} | {dst} | {before} | {after} |", change.change)?;
    }
    match diff.connections.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "\nand {more} more connections"),
    }
}

/// The worst first.
fn list<'a>(
    word: &str,
    findings: impl Iterator<Item = &'a Finding>,
    shown: usize,
    base: &Base,
    out: &mut String,
) -> std::fmt::Result {
    let mut findings: Vec<&Finding> = findings.collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    if !findings.is_empty() {
        writeln!(out)?;
    }
    for finding in findings.iter().take(shown) {
        let path = base.plain(&finding.span.path);
        let place = format!("{}:{}", path.replace('`', "'"), finding.span.start.line);
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        writeln!(out, "- {word}**{severity}** `{rule}` {} (`{place}`)", inert(&finding.message))?;
    }
    match findings.len().saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(out, "- {word}and {more} more"),
    }
}

/// How many parts of a claim stand how.
pub(super) fn counts(practice: &PracticeReport) -> String {
    let count = |verdict| practice.parts.iter().filter(|part| part.verdict == verdict).count();
    let counts = [
        ("pass", count(Verdict::Pass)),
        ("fail", count(Verdict::Fail)),
        ("unknown", count(Verdict::Unknown)),
    ];
    let some = counts.iter().filter(|(_, n)| *n > 0).map(|(word, n)| format!("{n} {word}"));
    some.collect::<Vec<_>>().join(", ")
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "**fail**",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "n/a",
    }
}

/// Words from files that neither end the line nor are taken for markup; code spans stay.
pub(super) fn inert(text: &str) -> String {
    let mut code = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '`' => {
                code = !code;
                out.push(c);
            }
            '<' if !code => out.push_str("&lt;"),
            '[' | ']' | '*' | '_' | '@' if !code => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

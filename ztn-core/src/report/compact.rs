//! The report as lines that other tools find their way by: `path:line:column: severity[rule]: message`.

use std::borrow::Cow;
use std::fmt::Write;

use super::v1::{Finding, InputFile, Report, Status};

/// Every finding that counts, every problem and everything left out, one line each, in the order of
/// files.
#[must_use]
pub fn compact(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    for finding in report.findings.iter().filter(|finding| finding.is_open()) {
        let _ = writeln!(out, "{}", of_finding(finding));
    }
    for problem in &report.problems {
        let (at_line, col) =
            problem.span.as_ref().map_or((1, 1), |span| (span.start.line, span.start.col));
        let (path, kind) = (line(&problem.path), problem.kind.slug());
        let message = line(&problem.message);
        let _ = writeln!(out, "{path}:{at_line}:{col}: problem[{kind}]: {message}");
    }
    report.inputs.iter().for_each(|file| left_out(file, &mut out));
    out
}

/// The line of one finding.
#[must_use]
pub fn of_finding(finding: &Finding) -> String {
    let at = finding.span.start;
    let (severity, rule) = (finding.severity.name(), &finding.rule);
    let (path, message) = (line(&finding.span.path), line(&finding.message));
    format!("{path}:{}:{}: {severity}[{rule}]: {message}", at.line, at.col)
}

fn left_out(file: &InputFile, out: &mut String) {
    let whole = file.why.as_ref().map(|why| (1, file.status, why));
    let parts = file.left_out.iter().map(|part| (part.line, part.status, &part.why));
    for (at, status, why) in whole.into_iter().chain(parts) {
        let word = if status == Status::Unreadable { "unreadable" } else { "skipped" };
        let _ = writeln!(out, "{}:{at}:1: {word}: {}", line(&file.path), line(why));
    }
}

/// Names come from files: nothing in them may steer a terminal or begin a line of its own.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    match text.chars().any(char::is_control) {
        true => Cow::Owned(text.replace(char::is_control, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

//! A report as plain lines, for snapshots: every part of every verdict, findings, problems, what was left out.

use std::borrow::Cow;
use std::fmt::Write;

use ztn_core::report::v1::{
    Finding, InputFile, PartReport, PracticeReport, Problem, Report, Span, Status,
};
use ztn_core::verdict::Verdict;

/// Everything of a report that a reviewer of a snapshot wants to see.
pub fn listing(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_report(report, &mut out);
    out
}

fn write_report(report: &Report, out: &mut String) -> std::fmt::Result {
    for practice in &report.verdicts {
        write_practice(practice, out)?;
    }
    let (suppressed, open): (Vec<&Finding>, Vec<&Finding>) = report
        .findings
        .iter()
        .filter(|finding| finding.implied_by.is_none())
        .partition(|finding| finding.suppressed.is_some());
    if !open.is_empty() {
        writeln!(out)?;
    }
    for finding in &open {
        write_finding(finding, out)?;
    }
    if !report.problems.is_empty() {
        writeln!(out)?;
    }
    for problem in &report.problems {
        write_problem(problem, out)?;
    }
    write_left_out(&report.inputs, out)?;
    write_help(report, out)?;
    writeln!(out)?;
    write_counts(report, open.len(), suppressed.len(), out)
}

fn write_practice(practice: &PracticeReport, out: &mut String) -> std::fmt::Result {
    writeln!(out, "{:>2} {:<15} {}", practice.practice, practice.slug, word(practice.verdict))?;
    for part in &practice.parts {
        writeln!(out, "     {:<8} {:<38} {}", word(part.verdict), part.part, reason(part))?;
    }
    Ok(())
}

/// What broke a part, what is missing, or what was looked at; in one line.
fn reason(part: &PartReport) -> String {
    let mut reason = match part.verdict {
        Verdict::Pass => part.evidence.join(", "),
        Verdict::Fail => {
            let broken = part.broken_by.iter().map(|by| format!("{} ({})", by.rule, by.findings));
            broken.collect::<Vec<_>>().join(", ")
        }
        Verdict::Unknown | Verdict::NotApplicable => {
            part.why.as_ref().map(|why| why.text.clone()).unwrap_or_default()
        }
    };
    if let Some(settled_by) = &part.settled_by {
        reason = format!("{reason}; add {settled_by}");
    }
    match part.excepted {
        Some(1) => format!("{reason}, 1 exception"),
        Some(excepted) => format!("{reason}, {excepted} exceptions"),
        None => reason,
    }
}

fn write_finding(finding: &Finding, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "{}: {}[{}]: {}",
        place(&finding.span),
        finding.severity.name(),
        finding.rule,
        line(&finding.message)
    )?;
    for label in &finding.labels {
        writeln!(out, "  {}: {}", place(&label.span), line(&label.text))?;
    }
    if let Some(witness) = &finding.witness {
        writeln!(out, "  = because {}", line(witness))?;
    }
    Ok(())
}

fn write_problem(problem: &Problem, out: &mut String) -> std::fmt::Result {
    let place = problem.span.as_ref().map_or_else(|| problem.path.clone(), place);
    writeln!(out, "{place}: problem[{}]: {}", problem.kind.slug(), line(&problem.message))?;
    writeln!(out, "  = help: {}", problem.remedy)?;
    for label in &problem.labels {
        writeln!(out, "  {}: {}", self::place(&label.span), line(&label.text))?;
    }
    Ok(())
}

/// Files and documents that no rule looked at, with the reason.
fn write_left_out(inputs: &[InputFile], out: &mut String) -> std::fmt::Result {
    let mut first = true;
    for file in inputs {
        let whole = file.why.as_ref().map(|why| (file.path.clone(), file.status, why));
        let parts = file
            .left_out
            .iter()
            .map(|part| (format!("{}:{}", file.path, part.line), part.status, &part.why));
        for (place, status, why) in whole.into_iter().chain(parts) {
            if std::mem::take(&mut first) {
                writeln!(out, "\nnot evaluated:")?;
            }
            let word = if status == Status::Unreadable { "unreadable" } else { "skipped" };
            writeln!(out, "  {}: {word}: {}", line(&place), line(why))?;
        }
    }
    Ok(())
}

/// What the input looks like, and what to add to it.
fn write_help(report: &Report, out: &mut String) -> std::fmt::Result {
    for hint in &report.hints {
        writeln!(out, "\nhint: {}: {}", hint.path, hint.text)?;
        writeln!(out, "  {}", hint.command.as_deref().unwrap_or_default())?;
    }
    for missing in &report.missing {
        writeln!(out, "\nmissing {:?}: {}", missing.kind, missing.text)?;
        writeln!(out, "  gives {}", missing.evidence.join(", "))?;
        writeln!(out, "  for {}", missing.parts.join(", "))?;
    }
    Ok(())
}

fn write_counts(
    report: &Report,
    open: usize,
    suppressed: usize,
    out: &mut String,
) -> std::fmt::Result {
    let documents: u32 = report.inputs.iter().map(|file| file.documents).sum();
    write!(
        out,
        "{}, {}",
        count(report.inputs.len(), "file"),
        count(documents as usize, "document")
    )?;
    write!(out, ": {}", count(open, "finding"))?;
    if suppressed > 0 {
        write!(out, ", {suppressed} excepted")?;
    }
    writeln!(out, ", {}", count(report.problems.len(), "problem"))
}

/// Names come from files: nothing in them may steer a terminal or begin a line of its own.
fn line(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        Cow::Owned(text.replace(char::is_control, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn place(span: &Span) -> String {
    format!("{}:{}:{}", line(&span.path), span.start.line, span.start.col)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "n/a",
    }
}

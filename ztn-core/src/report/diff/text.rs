//! A comparison in lines.

use std::fmt::Write;

use super::{Diff, connections, rights};
use crate::report::compact::line;
use crate::report::v1::{Finding, Problem, Status};

pub(super) fn text(diff: &Diff, before: &str, after: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(diff, before, after, &mut out);
    out
}

fn write(diff: &Diff, before: &str, after: &str, out: &mut String) -> std::fmt::Result {
    for change in &diff.verdicts {
        let (was, is) = (change.before.name(), change.after.name());
        writeln!(out, "{:>2} {}: {was} -> {is}", change.practice, change.slug)?;
    }
    for change in &diff.parts {
        write!(out, "   {}: {} -> {}", change.part, change.before.name(), change.after.name())?;
        match &change.why {
            Some(why) => writeln!(out, " ({})", line(why))?,
            None => writeln!(out)?,
        }
    }
    for finding in &diff.new {
        finding_line("new", finding, after, out)?;
    }
    for worse in &diff.worse {
        finding_line(&format!("was {}", worse.before.name()), &worse.finding, after, out)?;
    }
    for finding in &diff.excepted {
        finding_line("excepted", finding, after, out)?;
    }
    for finding in &diff.fixed {
        finding_line("fixed", finding, before, out)?;
    }
    for finding in &diff.unseen {
        finding_line("not seen", finding, before, out)?;
    }
    for problem in &diff.new_problems {
        problem_line("new", problem, after, out)?;
    }
    for problem in &diff.solved_problems {
        problem_line("solved", problem, before, out)?;
    }
    for change in &diff.inputs {
        let words = (change.before.map(status), change.after.map(status));
        let path = line(&change.path);
        match words {
            (None, Some(is)) => writeln!(out, "added {after}{path}: {is}")?,
            (Some(was), None) => writeln!(out, "removed {before}{path}: it was {was}")?,
            (Some(was), Some(is)) => writeln!(out, "changed {after}{path}: {was} -> {is}")?,
            (None, None) => {}
        }
    }
    connections::write(diff, out)?;
    rights::write(diff, out)?;
    for what in &diff.not_compared {
        writeln!(out, "not compared: {}", line(what))?;
    }
    if !out.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{}", counts(diff))
}

/// How much changed, in words.
pub(crate) fn counts(diff: &Diff) -> String {
    let counts = [
        (diff.new.len(), "new"),
        (diff.worse.len(), "more severe"),
        (diff.excepted.len(), "excepted"),
        (diff.fixed.len(), "fixed"),
        (diff.unseen.len(), "not seen"),
    ];
    let some = counts.iter().filter(|(n, word)| *n > 0 || *word == "new");
    let words: Vec<String> = some.map(|(n, word)| format!("{n} {word}")).collect();
    format!("{}, {} unchanged", words.join(", "), diff.unchanged)
}

fn finding_line(word: &str, finding: &Finding, prefix: &str, out: &mut String) -> std::fmt::Result {
    let at = finding.span.start;
    writeln!(
        out,
        "{word} {prefix}{}:{}:{}: {}[{}]: {}",
        line(&finding.span.path),
        at.line,
        at.col,
        finding.severity.name(),
        finding.rule,
        line(&finding.message)
    )
}

fn problem_line(word: &str, problem: &Problem, prefix: &str, out: &mut String) -> std::fmt::Result {
    let (at_line, col) = problem.span.as_ref().map_or((1, 1), |s| (s.start.line, s.start.col));
    let (kind, message) = (problem.kind.slug(), line(&problem.message));
    let path = line(&problem.path);
    writeln!(out, "{word} {prefix}{path}:{at_line}:{col}: problem[{kind}]: {message}")
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Evaluated => "evaluated",
        Status::Partial => "partly evaluated",
        Status::Skipped => "skipped",
        Status::Unreadable => "unreadable",
    }
}

//! The evaluation in lines and in Markdown.

use std::fmt::Write;

use super::{EvaluatedWorkload, PodSecurityEvaluation};
use crate::verdict::Verdict;

/// What does not keep the standard, each check at its places, then the count.
pub(super) fn text(evaluation: &PodSecurityEvaluation) -> String {
    let mut out = String::new();
    for workload in &evaluation.workloads {
        if workload.verdict == Verdict::Pass {
            continue;
        }
        let span = &workload.span;
        let _ = writeln!(out, "{}  {}:{}", name(workload), span.path, span.start.line);
        if let Some(why) = &workload.why {
            let _ = writeln!(out, "  unknown: {}", why.text);
        }
        for violation in &workload.violations {
            let _ = writeln!(out, "  {}", violation.text);
            for span in &violation.spans {
                let start = span.start;
                let _ = writeln!(out, "    {}:{}:{}", span.path, start.line, start.col);
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(evaluation));
    out
}

/// The same as a table.
pub(super) fn markdown(evaluation: &PodSecurityEvaluation) -> String {
    let mut out = format!("{}\n", summary(evaluation));
    let failed = evaluation.workloads.iter().filter(|workload| workload.verdict != Verdict::Pass);
    for (number, workload) in failed.enumerate() {
        if number == 0 {
            out.push_str("\n| workload | check | what |\n|---|---|---|\n");
        }
        if let Some(why) = &workload.why {
            let _ = writeln!(out, "| {} | unknown | {} |", name(workload), why.text);
        }
        for violation in &workload.violations {
            let text = violation.text.replace('|', "\\|");
            let _ = writeln!(out, "| {} | `{}` | {text} |", name(workload), violation.check);
        }
    }
    out
}

fn name(workload: &EvaluatedWorkload) -> String {
    let object = &workload.object;
    let namespace = object.namespace.as_deref().map_or(String::new(), |name| format!("{name}/"));
    format!("{} `{namespace}{}`", object.kind, object.name)
}

/// `2 of 5 workloads keep restricted v1.37, 2 do not, 1 unknown`
fn summary(evaluation: &PodSecurityEvaluation) -> String {
    let count = |verdict| {
        evaluation.workloads.iter().filter(|workload| workload.verdict == verdict).count()
    };
    let standard = format!("{} {}", evaluation.query.level.name(), evaluation.version);
    let (kept, failed, unknown) =
        (count(Verdict::Pass), count(Verdict::Fail), count(Verdict::Unknown));
    let noun = if evaluation.workloads.len() == 1 { "workload" } else { "workloads" };
    let mut out = format!("{kept} of {} {noun} keep {standard}", evaluation.workloads.len());
    if failed > 0 {
        let _ = write!(out, ", {failed} {}", if failed == 1 { "does not" } else { "do not" });
    }
    if unknown > 0 {
        let _ = write!(out, ", {unknown} unknown");
    }
    out
}

//! Attack paths in lines and in Markdown.

use std::fmt::Write;

use super::{AttackPath, AttackPaths, PathStep};

/// Each path with its steps, then what would close them.
pub(super) fn text(paths: &AttackPaths) -> String {
    let mut out = String::new();
    for path in &paths.paths {
        let _ = writeln!(out, "{}", head(path));
        for step in &path.steps {
            let _ = writeln!(out, "  {}{}", at(step), step.text);
            if let Some(assumes) = &step.assumes {
                let _ = writeln!(out, "    if {assumes}");
            }
        }
    }
    if paths.paths.is_empty() {
        out.push_str("no path of the input leads there\n");
    }
    for cut in &paths.cuts {
        let _ = match cut.changes.as_slice() {
            [] => writeln!(out, "no change of the input alone closes every path to {}", cut.to),
            [_] => writeln!(out, "one change closes every path to {}:", cut.to),
            changes => writeln!(out, "{} changes close every path to {}:", changes.len(), cut.to),
        };
        for change in &cut.changes {
            let span = &change.span;
            let (line, col) = (span.start.line, span.start.col);
            let _ = writeln!(out, "  {}:{line}:{col}: {}", span.path, change.text);
        }
    }
    out
}

/// The same in Markdown.
pub(super) fn markdown(paths: &AttackPaths) -> String {
    let mut out = String::new();
    for path in &paths.paths {
        let _ = writeln!(out, "**{}**\n", head(path));
        for (number, step) in (1..).zip(&path.steps) {
            let assumes = step.assumes.as_ref();
            let assumes = assumes.map_or(String::new(), |text| format!(", if {text}"));
            let at = at(step);
            let at = at.trim_end_matches(": ");
            let place = if at.is_empty() { String::new() } else { format!(" (`{at}`)") };
            let _ = writeln!(out, "{number}. {}{assumes}{place}", step.text);
        }
        out.push('\n');
    }
    for cut in &paths.cuts {
        let _ = writeln!(out, "To close every path to {}:\n", cut.to);
        for change in &cut.changes {
            let (path, line) = (&change.span.path, change.span.start.line);
            let _ = writeln!(out, "- {} (`{path}:{line}`)", change.text);
        }
        out.push('\n');
    }
    if paths.paths.is_empty() {
        out.push_str("No path of the input leads there.\n");
    }
    out
}

fn head(path: &AttackPath) -> String {
    let steps = path.steps.len();
    let noun = if steps == 1 { "step" } else { "steps" };
    format!("{} → {}, in {steps} {noun}", path.from, path.to)
}

fn at(step: &PathStep) -> String {
    step.span.as_ref().map_or(String::new(), |span| {
        format!("{}:{}:{}: ", span.path, span.start.line, span.start.col)
    })
}

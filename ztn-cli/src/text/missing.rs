//! What would settle the unknown, and what the form of the input says about it.

use std::fmt::Write;

use ztn_core::Report;
use ztn_core::report::v1::{Addition, AdditionKind, Hint};

use super::look::{BOLD, DIM, Look, clean};

/// What to add, each thing once. Commands stay in one line, to be copied.
pub(super) fn additions(report: &Report, look: &Look) -> Option<String> {
    let lines: String = report.missing.iter().map(|addition| of_addition(addition, look)).collect();
    let head = look.paint(BOLD, "What would settle the unknown");
    (!lines.is_empty()).then(|| format!("{head}\n{lines}"))
}

fn of_addition(addition: &Addition, look: &Look) -> String {
    let place = if addition.kind == AdditionKind::File { " of a control-plane node" } else { "" };
    let mut out = format!("  {}{place}\n", clean(&addition.text));
    if look.is_verbose() {
        let parts = format!("for {}", addition.parts.join(", "));
        for line in look.wrap(&parts, 6) {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "      {}", look.paint(DIM, &line));
        }
    }
    out
}

/// What was recognised: a dump of too few kinds, a chart, a kustomization.
pub(super) fn hints(report: &Report, look: &Look) -> Option<String> {
    let said = |command: &str| report.missing.iter().any(|addition| addition.text == command);
    let lines: String = report.hints.iter().map(|hint| of_hint(hint, said, look)).collect();
    let head = look.paint(BOLD, "About this input");
    (!lines.is_empty()).then(|| format!("{head}\n{lines}"))
}

fn of_hint(hint: &Hint, said: impl Fn(&str) -> bool, look: &Look) -> String {
    let text = match hint.text.contains(&hint.path) {
        true => hint.text.clone(),
        false => format!("{}: {}", hint.path, hint.text),
    };
    let mut out = String::new();
    for line in look.wrap(&clean(&text), 2) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {line}");
    }
    // What would settle the unknown follows below, and need not be said twice.
    if let Some(command) = hint.command.as_ref().filter(|command| !said(command)) {
        let _ = writeln!(out, "      {}", clean(command));
    }
    out
}

//! Connections as tables of Markdown.

use std::fmt::Write as _;

use super::Reach;
use super::groups::groups;
use super::words::{Names, ports};
use crate::report::markdown::inert;

/// A table of connections, those together that reach the same; one of what is unknown; one of ways in.
pub(super) fn markdown(reach: &Reach) -> String {
    let names = Names::of(reach);
    let mut text = String::new();
    if let Some(answer) = &reach.answer {
        let _ = writeln!(text, "**{}**\n", answer.decision.name());
    }
    let permitted = reach.edges.iter();
    let permitted = permitted.map(|e| (e.src.as_str(), e.dst.as_str(), ports(&e.ports)));
    table(&mut text, "From | To | Ports", groups(permitted, &names));
    if !reach.unknown.is_empty() {
        let _ = writeln!(text, "\nUnknown:\n");
        let unknown = reach.unknown.iter().map(|edge| {
            let words = format!("{}, without {}", ports(&edge.ports), edge.needs.join(", "));
            (edge.src.as_str(), edge.dst.as_str(), words)
        });
        table(&mut text, "From | To | Ports", groups(unknown, &names));
    }
    if !reach.exposed.is_empty() {
        let _ = writeln!(text, "\nFrom outside:\n\n| By | To | Lets in |\n|---|---|---|");
        for way in &reach.exposed {
            let by = format!("{} `{}`", way.object.kind, way.object.name);
            let (to, ports) = (cell(names.short(&way.dst)), ports(&way.admitted));
            let _ = writeln!(text, "| {} | {to} | {ports} |", cell(&by));
        }
    }
    text
}

fn table(text: &mut String, head: &str, groups: Vec<super::groups::Group>) {
    let _ = writeln!(text, "| {head} |\n|---|---|---|");
    for group in groups {
        let from = cell(&group.from.join(", "));
        for (to, words) in group.to {
            let _ = writeln!(text, "| {from} | {} | {} |", cell(&to.join(", ")), cell(&words));
        }
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    inert(text).replace('|', "\\|")
}

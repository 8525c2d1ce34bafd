//! Attack paths as graphs: each point once, each step once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::AttackPaths;

/// The points, each with its number, and the steps between them.
struct Drawing<'p> {
    points: BTreeMap<&'p str, usize>,
    steps: BTreeSet<(usize, usize, &'p str)>,
}

fn drawing(paths: &AttackPaths) -> Drawing<'_> {
    let mut points = BTreeMap::new();
    let mut number = |name| {
        let next = points.len();
        *points.entry(name).or_insert(next)
    };
    let mut steps = BTreeSet::new();
    for path in &paths.paths {
        let mut from = number(path.from.as_str());
        for step in &path.steps {
            let to = number(step.gains.as_str());
            steps.insert((from, to, step.text.as_str()));
            from = to;
        }
    }
    Drawing { points, steps }
}

/// In the language of Graphviz.
pub(super) fn dot(paths: &AttackPaths) -> String {
    let Drawing { points, steps } = drawing(paths);
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut out = "digraph paths {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for (name, number) in &points {
        let _ = writeln!(out, "  p{number} [label=\"{}\"];", quoted(name));
    }
    for (from, to, text) in &steps {
        let _ = writeln!(out, "  p{from} -> p{to} [label=\"{}\"];", quoted(text));
    }
    out.push_str("}\n");
    out
}

/// As a Mermaid flowchart.
pub(super) fn mermaid(paths: &AttackPaths) -> String {
    let Drawing { points, steps } = drawing(paths);
    let quoted = |text: &str| text.replace('"', "#quot;").replace('`', "");
    let mut out = "flowchart LR\n".to_owned();
    for (name, number) in &points {
        let _ = writeln!(out, "  p{number}[\"{}\"]", quoted(name));
    }
    for (from, to, text) in &steps {
        let _ = writeln!(out, "  p{from} -->|\"{}\"| p{to}", quoted(text));
    }
    out
}

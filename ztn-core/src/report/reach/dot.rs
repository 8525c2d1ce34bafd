//! Connections as a graph of Graphviz.
//!
//! <https://graphviz.org/doc/info/lang.html>

use std::fmt::Write as _;

use super::Reach;
use super::graph::Graph;

/// A cluster for each namespace; what is unknown is dashed.
pub(super) fn dot(reach: &Reach) -> String {
    let graph = Graph::of(reach);
    let numbers = graph.numbers();
    let number = |node: &str| numbers.get(node).copied().unwrap_or_default();
    let mut text = "digraph reach {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for (namespace, nodes) in &graph.nodes {
        let indent = if namespace.is_empty() { "  " } else { "    " };
        if !namespace.is_empty() {
            let label = quoted(namespace);
            let _ = writeln!(text, "  subgraph {} {{", quoted(&format!("cluster_{namespace}")));
            let _ = writeln!(text, "    label={label};");
        }
        for node in nodes {
            let _ = writeln!(text, "{indent}n{} [label={}];", number(node), quoted(node));
        }
        if !namespace.is_empty() {
            let _ = writeln!(text, "  }}");
        }
    }
    for arrow in &graph.arrows {
        let style = if arrow.is_sure { "" } else { ", style=dashed" };
        let (from, to) = (number(&arrow.from), number(&arrow.to));
        let label = quoted(&arrow.words);
        let _ = writeln!(text, "  n{from} -> n{to} [label={label}{style}];");
    }
    text + "}\n"
}

fn quoted(text: &str) -> String {
    let text = text.replace(char::is_control, "\u{fffd}");
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

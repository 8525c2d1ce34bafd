//! Connections as a graph of Mermaid, which GitHub and GitLab draw inside Markdown.
//!
//! <https://mermaid.js.org/syntax/flowchart.html>

use std::fmt::Write as _;

use super::Reach;
use super::graph::Graph;

/// A subgraph for each namespace; what is unknown is dotted.
pub(super) fn mermaid(reach: &Reach) -> String {
    let graph = Graph::of(reach);
    let numbers = graph.numbers();
    let number = |node: &str| numbers.get(node).copied().unwrap_or_default();
    let mut text = "flowchart LR\n".to_owned();
    for ((namespace, nodes), index) in graph.nodes.iter().zip(1..) {
        let indent = if namespace.is_empty() { "  " } else { "    " };
        if !namespace.is_empty() {
            let _ = writeln!(text, "  subgraph ns{index}[{}]", quoted(namespace));
        }
        for node in nodes {
            let _ = writeln!(text, "{indent}n{}[{}]", number(node), quoted(node));
        }
        if !namespace.is_empty() {
            let _ = writeln!(text, "  end");
        }
    }
    for arrow in &graph.arrows {
        let (from, to) = (number(&arrow.from), number(&arrow.to));
        let line = if arrow.is_sure { "-->" } else { "-.->" };
        let _ = writeln!(text, "  n{from} {line}|{}| n{to}", quoted(&arrow.words));
    }
    text
}

/// Text as Mermaid takes it: what means something to it or to HTML as a character reference.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' => {
                let _ = write!(quoted, "#{};", u32::from(c));
            }
            c if c.is_control() => quoted.push('\u{fffd}'),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

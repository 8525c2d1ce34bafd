//! Additions in block style.

use super::super::node::{Node, NodeKind, Style};
use super::value::new_line;
use super::{TextEdit, Value, line_break, line_end, margin};
use crate::span::to_u32;

pub(super) fn insert(mapping: Node<'_>, name: &str, value: &Value<'_>) -> Option<TextEdit> {
    let text = mapping.document().text();
    let (last, _) = mapping.pairs().last()?;
    let indent = margin(text, last.span().start)?.1.len();
    let entry = Value::Map(vec![(name, value.clone())]);
    add_line(mapping, indent, |line_break, out| entry.write_block(indent, line_break, out))
}

pub(super) fn append(sequence: Node<'_>, value: &Value<'_>) -> Option<TextEdit> {
    let text = sequence.document().text();
    let indent = margin(text, sequence.span().start)?.1.len();
    add_line(sequence, indent, |line_break, out| {
        out.push_str("- ");
        value.write_block(indent + 2, line_break, out);
    })
}

/// Adds lines after the last one of a collection.
fn add_line(
    collection: Node<'_>,
    indent: usize,
    lines: impl FnOnce(&str, &mut String),
) -> Option<TextEdit> {
    let text = collection.document().text();
    if keeps_line_breaks(collection) {
        return None;
    }
    let at = line_end(text, collection.span().end)?;
    let line_break = line_break(text, at as usize);
    let mut added = String::with_capacity(64);
    new_line(indent, line_break, &mut added);
    lines(line_break, &mut added);
    Some(TextEdit::insert(at, added))
}

/// Does it end in a block scalar that the empty lines after it belong to, `|+`?
pub(super) fn keeps_line_breaks(node: Node<'_>) -> bool {
    let mut last = node;
    loop {
        let inner = match last.kind() {
            NodeKind::Mapping if !last.is_alias() => last.pairs().last().map(|(_, value)| value),
            NodeKind::Sequence if !last.is_alias() => last.items().last(),
            _ => None,
        };
        match inner {
            Some(inner) => last = inner,
            None => break,
        }
    }
    let is_block = matches!(last.style(), Style::Literal | Style::Folded) && !last.is_alias();
    let written = last.span().of(last.document().text());
    is_block && written.lines().next().is_some_and(|header| header.contains('+'))
}

/// The end of the line break at `at`, if there is one.
pub(super) fn past_line_break(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    let length = ["\r\n", "\n", "\r"].iter().find(|one| rest.starts_with(**one));
    at + to_u32(length.map_or(0, |one| one.len()))
}

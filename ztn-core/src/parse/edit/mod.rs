//! Changes of one node, as edits of text: comments, order and everything else stay as they are.
//!
//! Every function gives the one edit that makes exactly its change, in block style, in flow style and in
//! JSON, or nothing where there is no such edit: the node is brought to a second place by an alias, a tag
//! says what its text means, or the text around it is more than white space and comments.

mod block;
mod flow;
mod remove;
mod value;

use super::node::{Node, NodeKind, Style};
use crate::span::Span;

pub use value::Value;

/// The replacement of some bytes of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes to replace; empty: to insert before.
    pub span: Span,
    /// What comes there.
    pub text: String,
}

impl TextEdit {
    fn insert(at: u32, text: String) -> Self {
        Self { span: Span::at(at), text }
    }

    fn remove(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

/// `text` with all of `edits` made; `None` where two of them overlap, or one is not inside.
#[must_use]
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e TextEdit>) -> Option<String> {
    let mut edits: Vec<&TextEdit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let start = edit.span.start as usize;
        out.push_str(text.get(done..start)?);
        out.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Writes `value` in place of a scalar, quoted as it was.
#[must_use]
pub fn replace(node: Node<'_>, value: &Value<'_>) -> Option<TextEdit> {
    let span = node.span();
    let is_written = !span.is_empty() && node.kind() == NodeKind::Scalar;
    if !is_written || node.is_tagged() || node.is_shared() {
        return None;
    }
    let text = match (node.is_alias(), node.style()) {
        (false, Style::SingleQuoted) => value.single_quoted(),
        (false, Style::DoubleQuoted) => value.in_flow(true),
        // What may stand in flow style may stand anywhere.
        _ => value.in_flow(false),
    };
    Some(TextEdit { span, text })
}

/// Sets the field that `path` leads to from the mapping `start`. What is not there is written, the
/// mappings around it included; a scalar or null that is there is replaced.
#[must_use]
pub fn write(start: Node<'_>, path: &[&str], value: &Value<'_>) -> Option<TextEdit> {
    let mut here = start;
    let mut rest = path;
    while let Some((name, after)) = rest.split_first() {
        match here.entry(name) {
            None => return insert(here, name, &value.clone().under(after)),
            Some((_, found)) if found.is_null() => return fill(found, &value.clone().under(after)),
            Some((_, found)) => (here, rest) = (found, after),
        }
    }
    replace(here, value)
}

/// Adds the entry `name` at the end of a mapping that has none of this name.
fn insert(mapping: Node<'_>, name: &str, value: &Value<'_>) -> Option<TextEdit> {
    let mapping = mapping.target();
    if mapping.kind() != NodeKind::Mapping || mapping.is_shared() {
        return None;
    }
    match mapping.style() {
        Style::Flow => flow::insert(mapping, name, value),
        _ => block::insert(mapping, name, value),
    }
}

/// Adds an item at the end of a sequence.
#[must_use]
pub fn append(sequence: Node<'_>, value: &Value<'_>) -> Option<TextEdit> {
    let sequence = sequence.target();
    if sequence.kind() != NodeKind::Sequence || sequence.is_shared() {
        return None;
    }
    match sequence.style() {
        Style::Flow => flow::append(sequence, value),
        _ => block::append(sequence, value),
    }
}

/// Takes the entry with this key node out of a mapping, with the comment beside it. What is above it
/// stays. An entry that brings another of its name to light is left.
#[must_use]
pub fn remove_entry(mapping: Node<'_>, key: Node<'_>) -> Option<TextEdit> {
    remove::entry(mapping.target(), key)
}

/// Takes an item out of a sequence, with the comment beside it. What is above it stays.
#[must_use]
pub fn remove_item(sequence: Node<'_>, item: Node<'_>) -> Option<TextEdit> {
    remove::item(sequence.target(), item)
}

/// Writes `value` where null is.
fn fill(null: Node<'_>, value: &Value<'_>) -> Option<TextEdit> {
    let span = null.span();
    let text = null.document().text();
    if null.is_tagged() || null.is_shared() || text.is_empty() {
        return None;
    }
    let value = value.in_flow(is_json(null));
    if !span.is_empty() {
        return Some(TextEdit { span, text: value });
    }
    let after_colon = text.get(..span.start as usize)?.ends_with(':');
    let rest = text.get(span.end as usize..)?.trim_start_matches([' ', '\t']);
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r', '#', ',', '}', ']']);
    (after_colon && ends).then(|| TextEdit::insert(span.start, format!(" {value}")))
}

/// Is the document JSON, as far as its first byte tells, so that what is new is written as JSON?
fn is_json(node: Node<'_>) -> bool {
    node.document().root().style() == Style::Flow
}

/// Is this flow collection between brackets? The one pair in `[key: value]` is not.
fn is_bracketed(collection: Node<'_>) -> bool {
    collection.span().of(collection.document().text()).starts_with(['{', '['])
}

/// The line break that the text at `at` is written with; that of the first line where the text ends.
fn line_break(text: &str, at: usize) -> &'static str {
    let rest = text.get(at..).filter(|rest| !rest.is_empty()).unwrap_or(text);
    match rest.find(['\n', '\r']).and_then(|at| rest.get(at..)) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Is this nothing but white space and a comment at its end?
fn is_blank(line: &str) -> bool {
    let rest = line.trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with('#')
}

/// Where the line with `at` begins, if there is nothing but spaces and dashes before `at` on it.
fn margin(text: &str, at: u32) -> Option<(u32, &str)> {
    let before = text.get(..at as usize)?;
    let margin = before.trim_end_matches([' ', '-']);
    let starts = margin.is_empty() || margin.ends_with(['\n', '\r']);
    starts.then(|| (crate::span::to_u32(margin.len()), before.get(margin.len()..).unwrap_or("")))
}

/// Where the line that goes on at `from` ends, if there is nothing on it but a comment.
fn line_end(text: &str, from: u32) -> Option<u32> {
    let rest = text.get(from as usize..)?;
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    is_blank(rest.get(..length)?).then(|| from + crate::span::to_u32(length))
}

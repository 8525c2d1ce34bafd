//! Removals, in block style and in flow style.

use super::super::node::{Node, NodeKind, Style};
use super::super::tape::HAS_MERGE;
use super::block::{keeps_line_breaks, past_line_break};
use super::{TextEdit, is_bracketed, line_end, margin as margin_of};
use crate::span::{Span, to_u32};

/// An element of a collection: the node it begins with and the node it ends with.
#[derive(Clone, Copy)]
struct Element<'a> {
    first: Node<'a>,
    last: Node<'a>,
}

pub(super) fn entry(mapping: Node<'_>, key: Node<'_>) -> Option<TextEdit> {
    let merges = mapping.written().flags & HAS_MERGE != 0;
    let is_named = |other: &(Node<'_>, Node<'_>)| other.0.name() == key.name();
    // Of several entries with one name the last counts: without it, another would.
    let mut named = mapping.pairs().filter(is_named);
    let is_alone = named.next()?.0.id() == key.id() && named.next().is_none();
    let counts = mapping.pairs().filter(is_named).last()?.0.id() == key.id();
    if merges || counts && !is_alone {
        return None;
    }
    let elements = mapping.pairs().map(|(first, last)| Element { first, last }).collect();
    remove(mapping, elements, key)
}

pub(super) fn item(sequence: Node<'_>, item: Node<'_>) -> Option<TextEdit> {
    let elements = sequence.items().map(|item| Element { first: item, last: item }).collect();
    remove(sequence, elements, item)
}

fn remove(collection: Node<'_>, elements: Vec<Element<'_>>, first: Node<'_>) -> Option<TextEdit> {
    let at = elements.iter().position(|element| element.first.id() == first.id())?;
    let gone = *elements.get(at)?;
    let before = at.checked_sub(1).and_then(|at| elements.get(at));
    let after = elements.get(at + 1).copied();
    let is_shared = gone.first.is_shared() || gone.last.is_shared() || collection.is_shared();
    if is_shared || collection.document().text().is_empty() {
        return None;
    }
    let edit = match (collection.style(), before, after) {
        (Style::Flow, ..) if !is_bracketed(collection) => None,
        (Style::Flow, _, Some(next)) => flow_front(collection, before, gone, next),
        // Null that is not written needs what stands around it.
        (Style::Flow, Some(before), None) if before.last.span().is_empty() => None,
        (Style::Flow, Some(before), None) => {
            Some(TextEdit::remove(Span::new(before.last.span().end, gone.last.span().end)))
        }
        (Style::Flow, None, None) => flow_only(collection),
        (_, None, None) => block_only(collection),
        _ => block_lines(collection, gone, after),
    }?;
    leaves_comments(collection, gone, &edit).then_some(edit)
}

/// Do all comments stay but those in what goes and beside its end?
fn leaves_comments(collection: Node<'_>, gone: Element<'_>, edit: &TextEdit) -> bool {
    let text = collection.document().text();
    let (start, end) = (gone.first.span().start, gone.last.span().end);
    let comments = collection.document().comments();
    let first = comments.partition_point(|comment| comment.span.start < edit.span.start);
    let touched = comments.get(first..).unwrap_or_default().iter();
    touched.take_while(|comment| comment.span.start < edit.span.end).all(|comment| {
        let is_beside = || !Span::new(end, comment.span.start).of(text).contains(['\n', '\r']);
        comment.span.start >= start && (comment.span.start < end || is_beside())
    })
}

/// What is before another element: up to that.
fn flow_front(
    collection: Node<'_>,
    before: Option<&Element<'_>>,
    gone: Element<'_>,
    next: Element<'_>,
) -> Option<TextEdit> {
    let text = collection.document().text();
    let from = before.map_or(collection.span().start + 1, |before| before.last.span().end);
    let is_gap = |span: Span| {
        let gap = span.of(text);
        gap.chars().all(|c| c.is_ascii_whitespace() || c == ',')
    };
    // An anchor or a tag in front of either would stay, or go.
    let start = gone.first.span().start;
    let clean = is_gap(Span::new(from, start))
        && is_gap(Span::new(gone.last.span().end, next.first.span().start));
    clean.then(|| TextEdit::remove(Span::new(start, next.first.span().start)))
}

/// The only element: what is between the brackets.
fn flow_only(collection: Node<'_>) -> Option<TextEdit> {
    let span = collection.span();
    Some(TextEdit::remove(Span::new(span.start + 1, span.end.checked_sub(1)?)))
}

/// The only element: the collection is written empty, behind its key where that is right before it.
fn block_only(collection: Node<'_>) -> Option<TextEdit> {
    let text = collection.document().text();
    let span = collection.span();
    if keeps_line_breaks(collection) {
        return None;
    }
    let before = text.get(..span.start as usize)?;
    let bare = before.trim_end_matches([' ', '\n', '\r']);
    let start = if bare.ends_with(':') { to_u32(bare.len()) } else { span.start };
    let empty = if collection.kind() == NodeKind::Mapping { "{}" } else { "[]" };
    let gap = if start < span.start { " " } else { "" };
    Some(TextEdit { span: Span::new(start, span.end), text: format!("{gap}{empty}") })
}

/// Whole lines; of the first entry of an item, which stands behind its dash, up to the next entry.
fn block_lines(
    collection: Node<'_>,
    gone: Element<'_>,
    next: Option<Element<'_>>,
) -> Option<TextEdit> {
    let text = collection.document().text();
    let start = gone.first.span().start;
    let (line, margin) = margin_of(text, start)?;
    let end = line_end(text, gone.last.span().end)?;
    if keeps_line_breaks(gone.last) {
        return None;
    }
    let dashes = margin.matches('-').count();
    let own = usize::from(collection.kind() == NodeKind::Sequence);
    if dashes == own {
        return Some(TextEdit::remove(Span::new(line, past_line_break(text, end))));
    }
    // The first element of an item stands behind its dash: the next one moves up there.
    let next = next?.first.span().start;
    margin_of(text, next)?;
    let begin = |at: u32| match collection.kind() {
        NodeKind::Mapping => Some(at),
        _ => text.get(..at as usize)?.rfind('-').map(to_u32),
    };
    (dashes == own + 1).then_some(())?;
    Some(TextEdit::remove(Span::new(begin(start)?, begin(next)?)))
}

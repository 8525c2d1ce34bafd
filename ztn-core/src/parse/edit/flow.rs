//! Additions in flow style and in JSON.

use super::super::node::{Node, Style};
use super::{TextEdit, Value, is_bracketed, is_json};

pub(super) fn insert(mapping: Node<'_>, name: &str, value: &Value<'_>) -> Option<TextEdit> {
    let last = mapping.pairs().last();
    let json = match last {
        Some((key, _)) => key.style() == Style::DoubleQuoted,
        None => is_json(mapping),
    };
    let entry = Value::Map(vec![(name, value.clone())]).in_flow(json);
    let entry = entry.strip_prefix('{')?.strip_suffix('}')?;
    add(mapping, last, entry)
}

pub(super) fn append(sequence: Node<'_>, value: &Value<'_>) -> Option<TextEdit> {
    let last = sequence.items().last();
    let json = last.map_or(is_json(sequence), |item| item.style() == Style::DoubleQuoted)
        || is_json(sequence);
    add(sequence, last.map(|item| (item, item)), &value.in_flow(json))
}

/// Adds `new` after the last element, which begins and ends with these nodes, in the way that one is
/// written: on a line of its own or on the same.
fn add(collection: Node<'_>, last: Option<(Node<'_>, Node<'_>)>, new: &str) -> Option<TextEdit> {
    if !is_bracketed(collection) {
        return None;
    }
    let text = collection.document().text();
    let Some((first, last)) = last else {
        return Some(TextEdit::insert(collection.span().start + 1, new.to_owned()));
    };
    if last.span().is_empty() {
        return None;
    }
    let before = text.get(..first.span().start as usize)?;
    let bare = before.trim_end_matches([' ', '\t']);
    let broken = ["\r\n", "\n", "\r"].into_iter().find(|one| bare.ends_with(one));
    let gap = match broken {
        Some(line_break) => format!("{line_break}{}", before.get(bare.len()..)?),
        None if before.ends_with(',') => String::new(),
        None => " ".to_owned(),
    };
    Some(TextEdit::insert(last.span().end, format!(",{gap}{new}")))
}

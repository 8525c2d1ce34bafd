//! Merge keys, `<<`, as go-yaml v2 applies them: in place, so that what comes later wins, be it
//! merged or written. Of several mappings in one merge key the first wins.

use super::aliases;
use super::node::Node;
use super::tape::NodeId;
use std::borrow::Cow;
use std::collections::BTreeMap;

type Pair<'a> = (Node<'a>, Node<'a>);

/// The entry that `key` means in `mapping`.
pub(super) fn entry<'a>(mapping: Node<'a>, key: &str) -> Option<Pair<'a>> {
    in_order(mapping).into_iter().map(|(pair, _)| pair).rfind(|(found, _)| found.is_named(key))
}

/// What the merge keys of `mapping` bring in and nothing that comes later overrides, in the order
/// of the tape.
pub(super) fn added(mapping: Node<'_>) -> Vec<Pair<'_>> {
    let mut winners = BTreeMap::<Cow<'_, str>, (Pair<'_>, bool)>::new();
    for (pair, merged) in in_order(mapping) {
        winners.insert(pair.0.name(), (pair, merged));
    }
    let mut added: Vec<_> =
        winners.into_values().filter(|(_, merged)| *merged).map(|(pair, _)| pair).collect();
    added.sort_by_key(|(key, _)| key.id());
    added
}

/// The entries in the order in which go-yaml sets them, and whether a merge key brought them.
/// `aliases::check` has bounded their number.
fn in_order(mapping: Node<'_>) -> Vec<(Pair<'_>, bool)> {
    let mut entries = Vec::new();
    // Mappings that are being read, the innermost last.
    let mut open = vec![mapping.pairs()];
    while let Some(pairs) = open.last_mut() {
        let Some((key, value)) = pairs.next() else {
            open.pop();
            continue;
        };
        if key.is_merge_key() {
            // The last of them is read first, so that the first wins.
            let sources = aliases::sources(&mapping.doc.cells, value.id.0 as usize);
            open.extend(sources.into_iter().map(|at| {
                Node { doc: mapping.doc, id: NodeId(u32::try_from(at).unwrap_or_default()) }.pairs()
            }));
        } else {
            entries.push(((key, value), open.len() > 1));
        }
    }
    entries
}

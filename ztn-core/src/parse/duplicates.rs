//! Keys that a mapping has twice.

use super::node::{Node, NodeKind};
use super::tape::{Document, Kind, NodeId};
use std::borrow::Cow;

/// Up to so many keys each is compared with each; beyond, they are sorted.
const FEW: usize = 12;

impl Document {
    /// Every key that its mapping already has, with the key before it of the same name. kubectl
    /// takes the last of them and says nothing. In the order of the later keys.
    #[must_use]
    pub fn duplicate_keys(&self) -> Vec<(Node<'_>, Node<'_>)> {
        self.root().duplicate_keys()
    }
}

impl<'a> Node<'a> {
    /// As [`Document::duplicate_keys`], in this node and what is written in it.
    #[must_use]
    pub fn duplicate_keys(self) -> Vec<(Node<'a>, Node<'a>)> {
        let mut found = Vec::new();
        let mut keys = Vec::new();
        let (first, end) = (self.id.0, self.written().next(self.id.0));
        let inside = self.doc.cells.get(first as usize..end as usize).unwrap_or_default();
        for (at, cell) in (first..end).zip(inside) {
            if cell.kind != Kind::Mapping {
                continue;
            }
            let mapping = Node { doc: self.doc, id: NodeId(at) };
            debug_assert_eq!(mapping.kind(), NodeKind::Mapping);
            keys.clear();
            keys.extend(mapping.pairs().map(|(key, _)| key).filter(|key| !key.is_merge_key()));
            if keys.len() <= FEW {
                few(&keys, &mut found);
            } else {
                many(&keys, &mut found);
            }
        }
        found.sort_by_key(|(_, second)| second.id());
        found
    }
}

fn few<'a>(keys: &[Node<'a>], found: &mut Vec<(Node<'a>, Node<'a>)>) {
    // Most mappings are told to have no key twice by a bit for each key, without a comparison.
    let mut seen = 0_u64;
    let distinct = keys.iter().all(|key| {
        let bit = 1 << mark(*key);
        let is_new = seen & bit == 0;
        seen |= bit;
        is_new
    });
    if distinct {
        return;
    }
    for (number, second) in keys.iter().enumerate().skip(1) {
        let name = second.name();
        let before = keys.iter().take(number).rfind(|first| first.is_named(&name));
        found.extend(before.map(|first| (*first, *second)));
    }
}

/// A number below 64 that keys of one name share.
fn mark(key: Node<'_>) -> u32 {
    let name = key.name();
    let bytes = name.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().map_or(0, u32::from);
    let last = byte(bytes.len().wrapping_sub(1));
    (byte(0) * 7 + byte(bytes.len() / 2) * 13 + last * 31 + bytes.len() as u32) % 64
}

fn many<'a>(keys: &[Node<'a>], found: &mut Vec<(Node<'a>, Node<'a>)>) {
    let mut named: Vec<(Cow<'a, str>, Node<'a>)> =
        keys.iter().map(|key| (key.name(), *key)).collect();
    // Stable: keys of one name stay in order.
    named.sort_by(|(left, _), (right, _)| left.cmp(right));
    for pair in named.windows(2) {
        if let [(left, first), (right, second)] = pair
            && left == right
        {
            found.push((*first, *second));
        }
    }
}

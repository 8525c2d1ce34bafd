//! What aliases and merge keys expand to, checked once, so that reading needs no bound.

use super::node::Node;
use super::scan::{Buffers, Fault};
use super::tape::{Cell, Document, HAS_MERGE, Kind, Limits, MERGE_KEY, NodeId, SyntaxError};
use crate::span::Span;

/// Refuses what go-yaml refuses of a document with aliases or merge keys, and what the limits do.
pub(super) fn check(buffers: &Buffers, limits: Limits) -> Result<(), Box<SyntaxError>> {
    let cells = buffers.cells.as_slice();
    if buffers.merges {
        merge_values(cells)?;
        merge_sizes(cells, limits)?;
    }
    if buffers.aliases {
        aliasing(cells)?;
    }
    Ok(())
}

impl Document {
    /// What its aliases stand for.
    fn aliased(&self) -> &[NodeId] {
        self.aliased.get_or_init(|| {
            let aliases = self.cells.iter().filter(|cell| cell.kind == Kind::Alias);
            aliases.map(|alias| NodeId(alias.link)).collect()
        })
    }
}

impl Node<'_> {
    /// Does an alias bring it, what it is in, or something in it, to a second place?
    #[must_use]
    pub fn is_shared(self) -> bool {
        let end = |node: Self| node.written().next(node.id.0);
        self.doc.aliased().iter().any(|&id| {
            let aliased = Self { doc: self.doc, id };
            aliased.id.0 < end(self) && self.id.0 < end(aliased)
        })
    }
}

/// What can be merged: a mapping, an alias of one, or a sequence of these.
fn merge_values(cells: &[Cell]) -> Result<(), Box<SyntaxError>> {
    let mut pairs = cells.windows(2);
    while let Some([key, value]) = pairs.next() {
        if key.flags & MERGE_KEY == 0 {
            continue;
        }
        let at = cells.len() - pairs.len() - 1;
        let wrong = match value.kind {
            Kind::Sequence => children(cells, at).find(|(_, item)| !is_mapping(cells, item)),
            _ if is_mapping(cells, value) => None,
            _ => Some((at, *value)),
        };
        if let Some((_, wrong)) = wrong {
            let span = Span::new(wrong.start, wrong.end);
            return Err(Fault::new(span, "`<<` merges mappings only"));
        }
    }
    Ok(())
}

fn is_mapping(cells: &[Cell], cell: &Cell) -> bool {
    match cell.kind {
        Kind::Alias => cells.get(cell.link as usize).is_some_and(|cell| cell.kind == Kind::Mapping),
        kind => kind == Kind::Mapping,
    }
}

/// The cells directly under the collection `parent`: items, or keys and values in turn.
pub(super) fn children(cells: &[Cell], parent: usize) -> impl Iterator<Item = (usize, Cell)> + '_ {
    let end = cells.get(parent).map_or(0, |cell| cell.link as usize);
    let mut at = parent + 1;
    std::iter::from_fn(move || {
        let cell = *cells.get(at).filter(|_| at < end)?;
        let found = (at, cell);
        at = match cell.kind {
            Kind::Sequence | Kind::Mapping => cell.link as usize,
            _ => at + 1,
        };
        Some(found)
    })
}

/// How many entries a lookup in each mapping may visit. Aliases point back, so one pass is enough.
fn merge_sizes(cells: &[Cell], limits: Limits) -> Result<(), Box<SyntaxError>> {
    let mut sizes = std::collections::BTreeMap::<usize, u64>::new();
    // Inner mappings come after the ones they are in: a merge of `{<<: …}` in place needs them first.
    let mut mappings: Vec<usize> = (0..cells.len())
        .filter(|&at| cells.get(at).is_some_and(|cell| cell.flags & HAS_MERGE != 0))
        .collect();
    mappings.sort_by_key(|&at| cells.get(at).map_or(0, |cell| cell.link));
    for at in mappings {
        let mut merged = 0_u64;
        let mut place = None;
        let mut is_value = false;
        let mut merges = false;
        for (number, cell) in children(cells, at) {
            if !is_value {
                merges = cell.flags & MERGE_KEY != 0;
            } else if merges {
                place = place.or(Some(Span::new(cell.start, cell.end)));
                for source in sources(cells, number) {
                    merged = merged.saturating_add(match sizes.get(&source) {
                        Some(size) => *size,
                        None => children(cells, source).count() as u64 / 2,
                    });
                }
            }
            is_value = !is_value;
        }
        if merged > u64::from(limits.alias_visits) {
            let message =
                format!("the merge keys here bring in more than {} entries", limits.alias_visits);
            return Err(Fault::new(place.unwrap_or_default(), message));
        }
        sizes.insert(at, merged + children(cells, at).count() as u64 / 2);
    }
    Ok(())
}

/// The mappings that the value of a merge key names, in the order in which they are written.
pub(super) fn sources(cells: &[Cell], value: usize) -> Vec<usize> {
    let target = |at: usize| match cells.get(at) {
        Some(cell) if cell.kind == Kind::Alias => cell.link as usize,
        _ => at,
    };
    match cells.get(value) {
        Some(cell) if cell.kind == Kind::Sequence => {
            children(cells, value).map(|(at, _)| target(at)).collect()
        }
        _ => vec![target(value)],
    }
}

/// go-yaml counts the nodes it decodes and how many of them it meets through aliases; too large a
/// part is "excessive aliasing". The same count, so that the same documents are refused; it ends
/// after some 400,000 nodes at the latest, or with the document.
fn aliasing(cells: &[Cell]) -> Result<(), Box<SyntaxError>> {
    let (mut decoded, mut through_aliases) = (0_u64, 0_u64);
    // Ranges of cells still to be decoded, and the alias that each was met through.
    let mut ranges: Vec<(usize, usize, Option<Span>)> = vec![(0, cells.len(), None)];
    while let Some((at, end, alias)) = ranges.pop() {
        let Some(cell) = cells.get(at).filter(|_| at < end) else {
            continue;
        };
        ranges.push((at + 1, end, alias));
        if cell.flags & MERGE_KEY != 0 {
            continue;
        }
        decoded += 1;
        through_aliases += u64::from(alias.is_some());
        if through_aliases > 100
            && decoded > 1000
            && through_aliases as f64 / decoded as f64 > allowed(decoded)
        {
            let span = alias.unwrap_or_default();
            return Err(Fault::new(span, "the aliases of this document expand to too much"));
        }
        if cell.kind == Kind::Alias {
            let target = cell.link as usize;
            let target_end = match cells.get(target) {
                Some(cell) if cell.kind != Kind::Scalar => cell.link as usize,
                _ => target + 1,
            };
            let place = alias.unwrap_or(Span::new(cell.start, cell.end));
            ranges.push((target, target_end, Some(place)));
        }
    }
    Ok(())
}

/// go-yaml's `allowedAliasRatio`.
fn allowed(decoded: u64) -> f64 {
    const LOW: f64 = 400_000.0;
    const HIGH: f64 = 4_000_000.0;
    let decoded = decoded as f64;
    if decoded <= LOW {
        0.99
    } else if decoded >= HIGH {
        0.10
    } else {
        0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW))
    }
}

//! Reading a tape: cheap, copyable views of one node.

use super::scalar::{self, Scalar};
use super::tape::{self, Cell, Document, HAS_MERGE, Kind, MERGE_KEY, NodeId, ODD_KEY};
use super::{aliases, merge};
use crate::span::Span;
use std::borrow::Cow;

/// The three kinds of nodes. An alias is what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A single value.
    Scalar,
    /// A list.
    Sequence,
    /// Keys and values.
    Mapping,
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Style {
    /// Bare text, or nothing.
    Plain,
    /// `'…'`.
    SingleQuoted,
    /// `"…"`.
    DoubleQuoted,
    /// A `|` block.
    Literal,
    /// A `>` block.
    Folded,
    /// `[…]` or `{…}`.
    Flow,
    /// A collection by indentation.
    Block,
}

/// One node of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub(super) doc: &'a Document,
    pub(super) id: NodeId,
}

/// What a node is if its document has none, which no document is.
const NOTHING: Cell =
    Cell { kind: Kind::Scalar, style: Style::Plain, flags: 0, start: 0, end: 0, link: 0 };

impl<'a> Node<'a> {
    /// The document it is part of.
    #[must_use]
    pub fn document(self) -> &'a Document {
        self.doc
    }

    /// Its place on the tape.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// As it is written: an alias is an alias.
    #[inline(always)]
    pub(super) fn written(self) -> Cell {
        self.doc.cells.get(self.id.0 as usize).copied().unwrap_or(NOTHING)
    }

    /// What it stands for, itself unless it is an alias.
    #[inline(always)]
    #[must_use]
    pub fn target(self) -> Self {
        match self.written() {
            Cell { kind: Kind::Alias, link, .. } => Self { doc: self.doc, id: NodeId(link) },
            _ => self,
        }
    }

    /// Is it an alias, `*name`?
    #[must_use]
    pub fn is_alias(self) -> bool {
        self.written().kind == Kind::Alias
    }

    #[inline(always)]
    pub(super) fn cell(self) -> Cell {
        self.target().written()
    }

    /// Its kind; for an alias, the kind of what it stands for.
    #[inline(always)]
    #[must_use]
    pub fn kind(self) -> NodeKind {
        match self.cell().kind {
            Kind::Sequence => NodeKind::Sequence,
            Kind::Mapping => NodeKind::Mapping,
            Kind::Scalar | Kind::Alias => NodeKind::Scalar,
        }
    }

    /// How it is written; for an alias, how what it stands for is.
    #[must_use]
    pub fn style(self) -> Style {
        self.cell().style
    }

    /// Its bytes, without anchor and tag: a scalar with its quotes, a block scalar from its `|` or
    /// `>` to the last line with content, a flow collection with its brackets, a block sequence from
    /// its first `-` and a block mapping from its first key to the end of the last node in it, an
    /// alias its `*name`. A null that is not written is the empty span after its `:` or `-`.
    #[must_use]
    pub fn span(self) -> Span {
        let cell = self.written();
        Span::new(cell.start, cell.end)
    }

    /// Has the scalar a tag that says what its text means?
    pub(super) fn is_tagged(self) -> bool {
        self.written().flags & (tape::STRING | tape::RESOLVE | tape::FLOAT) != 0
    }

    /// The content of a scalar, unescaped and unfolded; empty for a collection.
    #[must_use]
    pub fn text(self) -> &'a str {
        let cell = self.cell();
        match cell.kind {
            Kind::Scalar => tape::scalar_text(&self.doc.text, &self.doc.strings, &cell),
            _ => "",
        }
    }

    /// The scalar's meaning; `None` for a collection.
    #[inline(never)]
    #[must_use]
    pub fn scalar(self) -> Option<Scalar<'a>> {
        let cell = self.cell();
        if cell.kind != Kind::Scalar {
            return None;
        }
        let text = tape::scalar_text(&self.doc.text, &self.doc.strings, &cell);
        Some(match cell.is_resolved() {
            true => tape::resolve(text, cell.flags),
            false => Scalar::Str(text),
        })
    }

    /// Is it `null`, written or left out?
    #[inline(never)]
    #[must_use]
    pub fn is_null(self) -> bool {
        let cell = self.cell();
        cell.is_resolved()
            && scalar::is_null(tape::scalar_text(&self.doc.text, &self.doc.strings, &cell))
    }

    /// A string as the API server would take it: `None` where kubectl would send something else.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        match self.scalar() {
            Some(Scalar::Str(text)) => Some(text),
            _ => None,
        }
    }

    /// A boolean as kubectl reads it: `yes` and `on` are true.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.scalar() {
            Some(Scalar::Bool(value)) => Some(value),
            _ => None,
        }
    }

    /// An integer, also one written `1e3` or `0644`.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        self.scalar()?.as_i64()
    }

    /// The value under `key`. A key given twice: the last, as kubectl takes it. Merge keys are
    /// followed. `None` for anything but a mapping.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key and the value under `key`.
    #[inline(never)]
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(Node<'a>, Node<'a>)> {
        let mapping = self.target();
        let cell = mapping.written();
        if cell.kind != Kind::Mapping {
            return None;
        }
        if cell.flags & HAS_MERGE != 0 {
            return merge::entry(mapping, key);
        }
        mapping.pairs().filter(|(found, _)| found.is_named(key)).last()
    }

    /// Is this the key `name`?
    #[inline(always)]
    pub(super) fn is_named(self, name: &str) -> bool {
        let cell = self.written();
        if cell.is_bare_key() {
            // Most keys are told apart by their length, without a look at the text.
            let (start, end) = (cell.start as usize, cell.end as usize);
            return end - start == name.len()
                && self.doc.text.as_bytes().get(start..end) == Some(name.as_bytes());
        }
        cell.flags & MERGE_KEY == 0 && self.name() == name
    }

    /// What kubectl calls this key: its text, but `true` for `on`, `16` for `0x10`.
    #[must_use]
    pub fn name(self) -> Cow<'a, str> {
        match self.written().flags & ODD_KEY != 0 {
            true => self.scalar().and_then(scalar::key_name).unwrap_or_default(),
            false => Cow::Borrowed(self.text()),
        }
    }

    /// Is this the merge key `<<`?
    #[must_use]
    pub fn is_merge_key(self) -> bool {
        self.written().flags & MERGE_KEY != 0
    }

    /// The keys and values as written, with duplicates; after them those that merge keys add. A
    /// merge key itself is not among them. Empty for anything but a mapping.
    #[must_use]
    pub fn entries(self) -> Entries<'a> {
        let mapping = self.target();
        let merged = match mapping.written().flags & HAS_MERGE != 0 {
            true => merge::added(mapping),
            false => Vec::new(),
        };
        Entries { pairs: mapping.pairs(), merged: merged.into_iter() }
    }

    /// The keys and values exactly as written: with duplicates, with merge keys, and without what
    /// these bring in. Empty for anything but a mapping.
    #[must_use]
    pub fn pairs(self) -> Pairs<'a> {
        let mapping = self.target();
        let cell = mapping.written();
        let end = if cell.kind == Kind::Mapping { cell.link } else { 0 };
        Pairs { doc: self.doc, at: mapping.id.0 + 1, end }
    }

    /// The items of a sequence; empty for anything else.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        let sequence = self.target();
        let cell = sequence.written();
        let end = if cell.kind == Kind::Sequence { cell.link } else { 0 };
        Items { doc: self.doc, at: sequence.id.0 + 1, end }
    }

    /// No items at all.
    #[must_use]
    pub(crate) fn no_items(self) -> Items<'a> {
        Items { doc: self.doc, at: 0, end: 0 }
    }

    /// The nodes directly in a collection as written: items, or keys and values in turn.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let at = self.id.0 as usize;
        let collection = matches!(self.written().kind, Kind::Sequence | Kind::Mapping);
        let doc = self.doc;
        let cells: &'a [Cell] = if collection { &doc.cells } else { &[] };
        aliases::children(cells, at).map(move |(at, _)| Node { doc, id: NodeId(at as u32) })
    }
}

/// Reads the node at `at`, and goes past it.
#[inline(always)]
fn step<'a>(doc: &'a Document, at: &mut u32, end: u32) -> Option<Node<'a>> {
    if *at >= end {
        return None;
    }
    let node = Node { doc, id: NodeId(*at) };
    *at = doc.cells.get(*at as usize)?.next(*at);
    Some(node)
}

/// The entries of a mapping.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    pairs: Pairs<'a>,
    merged: std::vec::IntoIter<(Node<'a>, Node<'a>)>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Node<'a>, Node<'a>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        self.pairs.find(|(key, _)| !key.is_merge_key()).or_else(|| self.merged.next())
    }
}

/// The entries of a mapping as written.
#[derive(Clone, Debug)]
pub struct Pairs<'a> {
    doc: &'a Document,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (Node<'a>, Node<'a>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let key = step(self.doc, &mut self.at, self.end)?;
        let value = step(self.doc, &mut self.at, self.end)?;
        Some((key, value))
    }
}

/// The items of a sequence.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    doc: &'a Document,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        step(self.doc, &mut self.at, self.end)
    }
}

//! The tape: a document as one array of 16-byte nodes in reading order.

use std::sync::OnceLock;

use super::fields::Fields;
use super::parser::Parser;
use super::scalar::{self, Scalar};
use crate::span::Span;

/// The place of a node on its document's tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

/// What a document may hold at most. Each bound has a default that no real manifest comes near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Collections inside collections.
    pub depth: u32,
    /// Entries that the merge keys of one mapping may bring in. A document that asks for more is
    /// refused when it is parsed, so that no lookup is ever cut short.
    pub alias_visits: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 200, alias_visits: 10_000 }
    }
}

/// A comment: from its `#` to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the last character of the line.
    pub span: Span,
    /// Is there something before it on its line?
    pub trailing: bool,
}

/// Why a document could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What sort of fault it is.
    pub kind: SyntaxErrorKind,
    /// The place, relative to the document.
    pub span: Span,
    /// One clause, lower case, without full stop.
    pub message: String,
}

/// The sorts of faults a document can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// Not YAML as Go's library reads it.
    Syntax,
    /// A `{{ … }}` or `{% … %}` that some program was to fill in first.
    Template,
    /// More collections inside collections than `Limits::depth`.
    TooDeep,
}

/// One YAML or JSON document, parsed. It knows its text and nothing of the file it came from, so
/// that equal text is an equal document.
#[derive(Debug)]
pub struct Document {
    pub(crate) text: Box<str>,
    pub(crate) cells: Box<[Cell]>,
    pub(crate) strings: Strings,
    pub(crate) comments: Box<[Comment]>,
    /// What aliases stand for, once somebody asked.
    pub(crate) aliased: OnceLock<Box<[NodeId]>>,
    /// Which keys are which fields, as far as somebody noted it down.
    pub(crate) fields: Fields,
}

/// One node. `link` is, by kind: for a collection, the cell after its subtree; for a scalar whose
/// content is not its text, its number in `strings`; for an alias, the node it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) kind: Kind,
    pub(crate) style: CellStyle,
    pub(crate) flags: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) link: u32,
}

const _: () = assert!(size_of::<Cell>() == 16);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

/// `Style`, one byte wide.
pub(crate) type CellStyle = super::node::Style;

/// The scalar's content is in `strings`.
pub(crate) const OWNED: u16 = 1;
/// The scalar is a string whatever it looks like: it has a tag such as `!!str` or `!custom`.
pub(crate) const STRING: u16 = 1 << 1;
/// The scalar is resolved although it is quoted: it has a tag such as `!!int`.
pub(crate) const RESOLVE: u16 = 1 << 2;
/// An integer here is a float: the tag is `!!float`.
pub(crate) const FLOAT: u16 = 1 << 3;
/// The scalar is a key whose name in JSON is not its text: `on` is `true`, `0x10` is `16`.
pub(crate) const ODD_KEY: u16 = 1 << 4;
/// The scalar is the key `<<`.
pub(crate) const MERGE_KEY: u16 = 1 << 5;
/// The mapping has a merge key.
pub(crate) const HAS_MERGE: u16 = 1 << 6;
/// The node is a key.
pub(crate) const IS_KEY: u16 = 1 << 7;
/// The scalar has a tag that lets it be a merge key although it is quoted or tagged.
pub(crate) const MERGE_TAG: u16 = 1 << 8;

impl Cell {
    /// Is this a scalar whose text may mean something else: a number, a boolean, null?
    #[inline(always)]
    pub(crate) fn is_resolved(&self) -> bool {
        self.kind == Kind::Scalar
            && self.flags & STRING == 0
            && (self.style == CellStyle::Plain || self.flags & RESOLVE != 0)
    }

    /// Is this a scalar that is, as a key, just what is written?
    #[inline(always)]
    pub(crate) fn is_bare_key(&self) -> bool {
        self.kind == Kind::Scalar
            && self.style == CellStyle::Plain
            && self.flags & (ODD_KEY | MERGE_KEY | OWNED) == 0
    }

    /// The cell after this node and all that is in it, when this is the cell `at`.
    #[inline(always)]
    pub(crate) fn next(&self, at: u32) -> u32 {
        match self.kind {
            Kind::Sequence | Kind::Mapping => self.link,
            Kind::Scalar | Kind::Alias => at + 1,
        }
    }
}

/// The content of the scalar `cell`.
#[inline(always)]
pub(crate) fn scalar_text<'a>(text: &'a str, strings: &'a Strings, cell: &Cell) -> &'a str {
    if cell.flags & OWNED != 0 {
        return strings.get(cell.link);
    }
    match cell.style {
        CellStyle::SingleQuoted | CellStyle::DoubleQuoted => {
            Span::new(cell.start + 1, cell.end.saturating_sub(1)).of(text)
        }
        _ => Span::new(cell.start, cell.end).of(text),
    }
}

/// What a scalar with the content `text` means under its flags.
pub(crate) fn resolve(text: &str, flags: u16) -> Scalar<'_> {
    match scalar::resolve(text) {
        Scalar::Int(value) if flags & FLOAT != 0 => Scalar::Float(value as f64),
        scalar => scalar,
    }
}

/// Texts that are not in the document as such, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    pub(crate) text: String,
    pub(crate) ends: Vec<u32>,
}

impl Strings {
    pub(crate) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(number).copied().unwrap_or_default();
        Span::new(start.copied().unwrap_or_default(), end).of(&self.text)
    }

    /// Ends the text that was pushed to `text` since the last call, and gives its number.
    pub(crate) fn seal(&mut self) -> u32 {
        let number = self.ends.len();
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }
}

impl Document {
    /// Parses one document: what `split` gives.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn parse(text: &str, limits: Limits) -> Result<Self, SyntaxError> {
        Parser::new().parse(text, limits)
    }

    /// A document that was never text: its spans are all empty, and every content is in `strings`.
    pub(crate) fn from_parts(cells: Vec<Cell>, strings: Strings) -> Self {
        Self {
            text: Box::default(),
            cells: cells.into_boxed_slice(),
            strings,
            comments: Box::default(),
            aliased: OnceLock::new(),
            fields: Fields::default(),
        }
    }

    /// The text it was parsed from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every comment, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// How many nodes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Never: even an empty document has its root, which is null.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

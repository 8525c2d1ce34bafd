//! The tape: a document as one array of 16-byte nodes in reading order.

use crate::span::Span;

/// The place of a node on its document's tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

/// What a document may hold at most. Each bound has a default that no real manifest comes near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Collections inside collections.
    pub depth: u32,
    /// Nodes visited while aliases and merge keys are followed, for one lookup.
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
    pub(crate) strings: Box<[Box<str>]>,
    pub(crate) comments: Box<[Comment]>,
    pub(crate) limits: Limits,
}

/// One node. `link` is, by kind: for a collection, the cell after its subtree; for a scalar whose
/// content is not its text, an index into `strings`; for an alias, the node it stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) kind: u8,
    pub(crate) style: u8,
    pub(crate) flags: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) link: u32,
}

impl Document {
    /// Parses one document: what `split` gives, without its `---` line.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn parse(text: &str, limits: Limits) -> Result<Self, SyntaxError> {
        let _ = (text, limits);
        Err(SyntaxError { kind: SyntaxErrorKind::Syntax, span: Span::at(0), message: String::new() })
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
}

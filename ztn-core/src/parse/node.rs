//! Reading a tape: cheap, copyable views of one node.

use super::scalar::Scalar;
use super::tape::{Document, NodeId};
use crate::span::Span;

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
#[derive(Clone, Copy)]
pub struct Node<'a> {
    doc: &'a Document,
    id: NodeId,
}

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

    /// Its kind; for an alias, the kind of what it stands for.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        todo()
    }

    /// How it is written.
    #[must_use]
    pub fn style(self) -> Style {
        todo()
    }

    /// Its bytes: a scalar with its quotes, a collection from its first to its last node or bracket,
    /// an alias its `*name`.
    #[must_use]
    pub fn span(self) -> Span {
        todo()
    }

    /// The content of a scalar, unescaped and unfolded; empty for a collection.
    #[must_use]
    pub fn text(self) -> &'a str {
        todo()
    }

    /// The scalar's meaning; `None` for a collection.
    #[must_use]
    pub fn scalar(self) -> Option<Scalar<'a>> {
        todo()
    }

    /// Is it `null`, written or left out?
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.scalar(), Some(Scalar::Null))
    }

    /// A string as the API server would take it: `None` where kubectl would send something else.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        todo()
    }

    /// A boolean as kubectl reads it: `yes` and `on` are true.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        todo()
    }

    /// An integer, also one written `1e3` or `0644`.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        todo()
    }

    /// The value under `key`. A key given twice: the last, as kubectl takes it. Merge keys are
    /// followed. `None` for anything but a mapping.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key and the value under `key`.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(Node<'a>, Node<'a>)> {
        let _ = key;
        todo()
    }

    /// The keys and values as written, with duplicates; after them those that merge keys add. Empty
    /// for anything but a mapping.
    #[must_use]
    pub fn entries(self) -> Entries<'a> {
        todo()
    }

    /// The items of a sequence; empty for anything else.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        todo()
    }

    /// The JSON pointer (RFC 6901) from the document's root to this node.
    #[must_use]
    pub fn pointer(self) -> String {
        todo()
    }
}

/// The entries of a mapping.
pub struct Entries<'a>(std::marker::PhantomData<&'a Document>);

impl<'a> Iterator for Entries<'a> {
    type Item = (Node<'a>, Node<'a>);
    fn next(&mut self) -> Option<Self::Item> {
        todo()
    }
}

/// The items of a sequence.
pub struct Items<'a>(std::marker::PhantomData<&'a Document>);

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;
    fn next(&mut self) -> Option<Self::Item> {
        todo()
    }
}

impl Document {
    /// The root of the document.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { doc: self, id: NodeId(0) }
    }

    /// The node at a JSON pointer (RFC 6901).
    #[must_use]
    pub fn at_pointer(&self, pointer: &str) -> Option<Node<'_>> {
        let _ = pointer;
        todo()
    }

    /// The innermost node whose span holds the byte `offset`, for editors.
    #[must_use]
    pub fn at_offset(&self, offset: u32) -> Option<Node<'_>> {
        let _ = offset;
        todo()
    }
}

#[allow(clippy::todo)]
fn todo<T>() -> T {
    std::todo!()
}

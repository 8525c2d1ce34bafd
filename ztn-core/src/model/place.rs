//! Where to point.

use super::cluster::DocId;
use super::field::Field;
use super::object::Object;
use crate::parse::{Node, NodeId, NodeKind};
use crate::span::Span;

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub doc: DocId,
    /// The node, for the JSON pointer; comments have none.
    pub node: Option<NodeId>,
    /// The bytes to underline.
    pub span: Span,
}

/// Something to point at: a node, or a field that may not be there.
pub trait Spot<'a> {
    /// The node it stands for.
    fn spot(&self) -> Node<'a>;

    /// The bytes to underline.
    fn underline(&self) -> Span {
        underline(self.spot())
    }
}

impl<'a> Spot<'a> for Node<'a> {
    fn spot(&self) -> Node<'a> {
        *self
    }
}

impl<'a, T: Copy> Spot<'a> for Field<'a, T> {
    fn spot(&self) -> Node<'a> {
        self.node()
    }

    fn underline(&self) -> Span {
        underline(self.missing_from().unwrap_or(self.node()))
    }
}

impl Place {
    /// The place of `spot` in the document of `object`.
    pub fn of<'a>(object: Object<'a>, spot: impl Spot<'a>) -> Self {
        Self { doc: object.doc(), node: Some(spot.spot().id()), span: spot.underline() }
    }
}

/// What to underline for a node: a scalar as it is; of a collection, which may run over pages, its
/// `name` or its first entry.
fn underline(node: Node<'_>) -> Span {
    match node.kind() {
        NodeKind::Scalar => node.span(),
        NodeKind::Mapping => {
            match node.get("name").filter(|name| name.kind() == NodeKind::Scalar) {
                Some(name) => name.span(),
                None => node.entries().next().map_or(node.span(), |(key, _)| key.span()),
            }
        }
        NodeKind::Sequence => node.items().next().map_or(node.span(), underline),
    }
}

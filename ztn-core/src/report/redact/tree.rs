//! Secrets in a document that could be read.

use super::{Stars, lines, names};
use crate::parse::{Document, Node, NodeKind};
use crate::span::Span;

/// The copy of an object that `kubectl apply` keeps in it.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// `-----BEGIN ` in base64: a key beside its certificate, as Talos keeps it.
const ENCODED_PEM: &str = "LS0tLS1CRUdJTi";

/// Hides the secrets of a document that begins at `base` of `text`.
pub(super) fn hide(document: &Document, text: &str, base: u32, stars: &mut Stars) {
    Walk { text, base, stars }.node(document.root());
    // Comments are no part of the tree.
    for comment in document.comments() {
        lines::hide(text, comment.span.shifted(base), stars);
    }
}

struct Walk<'t, 's> {
    text: &'t str,
    base: u32,
    stars: &'s mut Stars,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: Node<'_>) {
        match node.kind() {
            _ if node.is_alias() => {}
            NodeKind::Scalar => lines::hide(self.text, self.span(node), self.stars),
            NodeKind::Sequence => node.items().for_each(|item| self.node(item)),
            NodeKind::Mapping => self.mapping(node),
        }
    }

    fn mapping(&mut self, mapping: Node<'_>) {
        let is_secret = mapping.get("kind").and_then(Node::as_str) == Some("Secret");
        // An environment variable: its name stands beside its value.
        let is_named = mapping.get("name").and_then(Node::as_str).is_some_and(names::is_secret);
        for (key, value) in mapping.pairs() {
            let name = key.name();
            let hidden = match &*name {
                "data" | "stringData" if is_secret => true,
                "value" if is_named => true,
                "key" if value.text().starts_with(ENCODED_PEM) => true,
                LAST_APPLIED => true,
                name => {
                    names::is_secret(name)
                        && value.kind() == NodeKind::Scalar
                        && !names::is_harmless(value.text())
                }
            };
            if hidden { self.all(value) } else { self.node(value) }
        }
    }

    /// Hides every scalar of a value; names of keys stay.
    fn all(&mut self, node: Node<'_>) {
        // What an alias stands for is written somewhere else.
        let node = node.target();
        match node.kind() {
            NodeKind::Scalar => self.stars.hide(self.span(node)),
            NodeKind::Sequence => node.items().for_each(|item| self.all(item)),
            NodeKind::Mapping => node.pairs().for_each(|(_, value)| self.all(value)),
        }
    }

    fn span(&self, node: Node<'_>) -> Span {
        node.span().shifted(self.base)
    }
}

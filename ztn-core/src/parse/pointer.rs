//! JSON pointers (RFC 6901) and offsets: from a node to its place and back.

use super::node::{Node, NodeKind};
use super::tape::{Document, Kind, NodeId};

impl<'a> Node<'a> {
    /// The JSON pointer (RFC 6901) from the document's root to this node, by the names that kubectl
    /// gives to keys. A key has the pointer of its value. What is reached through an alias has the
    /// pointer of the place where it is written.
    #[must_use]
    pub fn pointer(self) -> String {
        self.pointer_from(self.doc.root()).unwrap_or_default()
    }

    /// The JSON pointer from `ancestor` to this node; `None` where it is not written inside it.
    #[must_use]
    pub fn pointer_from(self, ancestor: Self) -> Option<String> {
        let mut pointer = String::new();
        self.steps_from(ancestor, |step, _| step.push_to(&mut pointer))?;
        Some(pointer)
    }

    /// Goes down from `ancestor` to this node, and hands over each step with the node it leads to;
    /// `None` where this node is not written inside it.
    pub(crate) fn steps_from(
        self,
        ancestor: Self,
        mut visit: impl FnMut(Step<'a>, Self),
    ) -> Option<()> {
        let mut here = ancestor.target();
        // On the tape every subtree is a range, so one look at each sibling.
        while here.id != self.id {
            let mapping = here.written().kind == Kind::Mapping;
            let mut key = None;
            let mut found = None;
            for (number, child) in here.children().enumerate() {
                if mapping && number % 2 == 0 {
                    key = Some(child);
                }
                if child.id <= self.id && self.id.0 < child.written().next(child.id.0) {
                    found = Some((number, child));
                    break;
                }
            }
            let (number, child) = found?;
            visit(key.map_or(Step::Item(number), Step::Key), child);
            here = child;
        }
        Some(())
    }

    /// The collection that this node is directly in; `None` for the root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let mut here = self.doc.root();
        loop {
            let child = here.children().find(|child| {
                child.id <= self.id && self.id.0 < child.written().next(child.id.0)
            })?;
            if child.id == self.id {
                return Some(here);
            }
            here = child;
        }
    }
}

/// One step down.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    /// To what is under a key, or to the key itself.
    Key(Node<'a>),
    /// To an item of a list.
    Item(usize),
}

impl Step<'_> {
    /// Adds the step to a JSON pointer.
    pub(crate) fn push_to(self, pointer: &mut String) {
        pointer.push('/');
        match self {
            Self::Key(key) => push_escaped(pointer, &key.name()),
            Self::Item(number) => pointer.push_str(&number.to_string()),
        }
    }
}

fn push_escaped(pointer: &mut String, name: &str) {
    if !name.contains(['~', '/']) {
        return pointer.push_str(name);
    }
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(c),
        }
    }
}

impl Document {
    /// The root of the document.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { doc: self, id: NodeId(0) }
    }

    /// The node with this id, which one of this document's nodes gave.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { doc: self, id }
    }

    /// The node at a JSON pointer (RFC 6901).
    #[must_use]
    pub fn at_pointer(&self, pointer: &str) -> Option<Node<'_>> {
        let mut here = self.root();
        if pointer.is_empty() {
            return Some(here);
        }
        for token in pointer.strip_prefix('/')?.split('/') {
            here = match here.kind() {
                NodeKind::Mapping => here.get(&token.replace("~1", "/").replace("~0", "~"))?,
                NodeKind::Sequence => {
                    let plain = token == "0" || !token.starts_with(['0', '+']);
                    here.items().nth(token.parse().ok().filter(|_| plain)?)?
                }
                NodeKind::Scalar => return None,
            };
        }
        Some(here)
    }

    /// The innermost node whose span holds the byte `offset`, for editors. The end of a span belongs
    /// to it where nothing else begins.
    #[must_use]
    pub fn at_offset(&self, offset: u32) -> Option<Node<'_>> {
        let holds = |node: &Node<'_>| {
            let span = node.span();
            span.start <= offset && offset <= span.end
        };
        let mut here = Some(self.root()).filter(holds)?;
        loop {
            let mut inner = None;
            for child in here.children().take_while(|child| child.span().start <= offset) {
                if holds(&child) {
                    inner = Some(child);
                }
            }
            match inner {
                Some(child) => here = child,
                None => return Some(here),
            }
        }
    }
}

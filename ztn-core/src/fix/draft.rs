//! A fix in the making: what it is called, and then the one change it makes.

use super::{Edit, Fix, Safety, Value};
use crate::model::{Field, Object};
use crate::parse::Node;
use crate::parse::edit::{self, TextEdit};

/// A fix without its edit. Each method gives the fix, or none where the change cannot be made in place.
#[derive(Clone)]
pub struct Draft<'a> {
    object: Object<'a>,
    safety: Safety,
    title: String,
}

impl<'a> Draft<'a> {
    /// A fix after which everything behaves as it did, or as it was plainly meant to. The title is an
    /// order.
    #[must_use]
    pub fn safe(object: Object<'a>, title: impl Into<String>) -> Self {
        Self { object, safety: Safety::Safe, title: title.into() }
    }

    /// A fix that may take away what a workload relies on.
    #[must_use]
    pub fn risky(object: Object<'a>, title: impl Into<String>) -> Self {
        Self { object, safety: Safety::Unsafe, title: title.into() }
    }

    /// Writes `value` in place of a scalar.
    #[must_use]
    pub fn replace<'v>(self, node: Node<'_>, value: impl Into<Value<'v>>) -> Option<Fix> {
        let edit = self.own(node).and_then(|node| edit::replace(node, &value.into()));
        self.with(edit)
    }

    /// Writes `value` in place of the value of a field that is set.
    #[must_use]
    pub fn set<'v, T: Copy>(self, field: Field<'_, T>, value: impl Into<Value<'v>>) -> Option<Fix> {
        if field.is_set() { self.replace(field.node(), value) } else { None }
    }

    /// Sets the field that `path` leads to from the mapping `start`, whether it is there or not.
    #[must_use]
    pub fn write<'v>(
        self,
        start: Node<'_>,
        path: &[&str],
        value: impl Into<Value<'v>>,
    ) -> Option<Fix> {
        let edit = self.own(start).and_then(|start| edit::write(start, path, &value.into()));
        self.with(edit)
    }

    /// As [`Self::write`], from each of several mappings.
    #[must_use]
    pub fn write_each<'n>(
        self,
        starts: impl IntoIterator<Item = Node<'n>>,
        path: &[&str],
        value: impl Into<Value<'static>>,
    ) -> Option<Fix> {
        let value = value.into();
        let edits = starts.into_iter().map(|start| edit::write(self.own(start)?, path, &value));
        let edits = edits.collect::<Option<Vec<_>>>()?;
        self.with(edits)
    }

    /// Adds an item at the end of a list.
    #[must_use]
    pub fn append<'v>(self, list: Node<'_>, value: impl Into<Value<'v>>) -> Option<Fix> {
        let edit = self.own(list).and_then(|list| edit::append(list, &value.into()));
        self.with(edit)
    }

    /// Takes the entry with this key out of a mapping.
    #[must_use]
    pub fn remove_entry(self, mapping: Node<'_>, key: Node<'_>) -> Option<Fix> {
        let edit = self.own(mapping).and_then(|mapping| edit::remove_entry(mapping, key));
        self.with(edit)
    }

    /// Takes an item out of a list.
    #[must_use]
    pub fn remove_item(self, list: Node<'_>, item: Node<'_>) -> Option<Fix> {
        let edit = self.own(list).and_then(|list| edit::remove_item(list, item));
        self.with(edit)
    }

    /// The same fix, of another object.
    pub(super) fn of(self, object: Object<'a>) -> Self {
        Self { object, ..self }
    }

    /// A node of the object's document: edits are places in that one.
    fn own<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        std::ptr::eq(node.document(), self.object.node().document()).then_some(node)
    }

    pub(super) fn with(self, edits: impl IntoIterator<Item = TextEdit>) -> Option<Fix> {
        let doc = self.object.doc();
        let edits = edits.into_iter().map(|TextEdit { span, text }| Edit { doc, span, text });
        let edits: Vec<Edit> = edits.collect();
        (!edits.is_empty()).then_some(Fix { title: self.title, safety: self.safety, edits })
    }
}

//! One field of an object: its value, or that it is not there, always with a place.

use crate::parse::Node;
use crate::span::Span;

/// A field as it was found. Wrong types are reported once, by [`super::check`]; to a reader they are
/// fields without a value, so that one bad field never loses the object.
#[derive(Clone, Copy)]
pub struct Field<'a, T> {
    value: Option<T>,
    state: State,
    node: Node<'a>,
    /// The key over `node`, where there is one.
    key: Option<Node<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not written: `node` is the nearest thing that is.
    Absent,
    /// Written as `null`, or with nothing after the colon.
    Null,
    Set,
    Wrong,
}

impl<'a, T: Copy> Field<'a, T> {
    /// A field with a value at `node`, under `key`.
    pub(super) fn set(value: T, key: Node<'a>, node: Node<'a>) -> Self {
        Self { value: Some(value), state: State::Set, node, key: Some(key) }
    }

    /// A field that is not there; `nearest` is the closest thing that is.
    pub(super) fn absent(nearest: Node<'a>) -> Self {
        Self { value: None, state: State::Absent, node: nearest, key: None }
    }

    /// A field written as `null`, which the API server takes as not written.
    pub(super) fn null(key: Node<'a>, node: Node<'a>) -> Self {
        Self { value: None, state: State::Null, node, key: Some(key) }
    }

    /// A field of another type than the API's.
    pub(super) fn wrong(key: Node<'a>, node: Node<'a>) -> Self {
        Self { value: None, state: State::Wrong, node, key: Some(key) }
    }

    /// The value, if there is one of the right type.
    #[must_use]
    pub fn get(self) -> Option<T> {
        self.value
    }

    /// The value, or `default`.
    #[must_use]
    pub fn or(self, default: T) -> T {
        self.value.unwrap_or(default)
    }

    /// Is it written, and of the right type?
    #[must_use]
    pub fn is_set(self) -> bool {
        self.state == State::Set
    }

    /// Is it left out, or `null`?
    #[must_use]
    pub fn is_absent(self) -> bool {
        matches!(self.state, State::Absent | State::Null)
    }

    /// Is it written with a type the API does not take?
    #[must_use]
    pub fn is_wrong(self) -> bool {
        self.state == State::Wrong
    }

    /// The value's node; where there is none, the nearest node that is there.
    #[must_use]
    pub fn node(self) -> Node<'a> {
        self.node
    }

    /// The key's node, if the key is written.
    #[must_use]
    pub fn key(self) -> Option<Node<'a>> {
        self.key.filter(|_| self.state != State::Absent)
    }

    /// Where to point: the value, or the nearest thing present.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.span()
    }

    /// What to underline where there is no value: the key of the mapping it is missing from, rather than
    /// whatever happens to stand first in that mapping.
    pub(super) fn missing_from(self) -> Option<Node<'a>> {
        let has_text = self.state == State::Null && !self.node.span().is_empty();
        self.key.filter(|_| self.is_absent() && !has_text)
    }

    /// The same field seen through a function.
    #[must_use]
    pub fn map<U: Copy>(self, f: impl FnOnce(T) -> U) -> Field<'a, U> {
        Field { value: self.value.map(f), state: self.state, node: self.node, key: self.key }
    }

    /// A field of this field's value; absent, at the nearest place, where this one has none.
    #[must_use]
    pub fn then<U: Copy>(self, f: impl FnOnce(T) -> Field<'a, U>) -> Field<'a, U> {
        match self.value {
            Some(value) => f(value).inside(self),
            None if self.is_absent() => {
                Field { value: None, state: State::Absent, node: self.node, key: self.key }
            }
            None => Field { value: None, state: self.state, node: self.node, key: None },
        }
    }

    /// Missing from `parent`, it is pointed at by the parent's key.
    fn inside<U>(self, parent: Field<'a, U>) -> Self {
        let is_missing = self.state == State::Absent && self.node.id() == parent.node.id();
        if is_missing { Self { key: parent.key, ..self } } else { self }
    }

    /// This field where it is written, else `other`: a container's own setting before its pod's.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Field<'a, T>) -> Field<'a, T> {
        if self.is_absent() { other() } else { self }
    }
}

impl Field<'_, bool> {
    /// Is it written, and `true`?
    #[must_use]
    pub fn is_true(self) -> bool {
        self.value == Some(true)
    }

    /// Is it written, and `false`?
    #[must_use]
    pub fn is_false(self) -> bool {
        self.value == Some(false)
    }
}

impl Field<'_, &str> {
    /// Is it written, and exactly `text`?
    #[must_use]
    pub fn is(self, text: &str) -> bool {
        self.value == Some(text)
    }
}

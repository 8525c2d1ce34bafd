//! Typed views: a struct of the Kubernetes API as a `Copy` wrapper around the node that writes it.
//!
//! `view!` declares one. Each line gives a method, the key it reads and the type it takes; the same
//! line feeds the type check ([`super::check`]) and the test that holds the key against the API's own
//! definitions, so no key is written twice.

use super::field::Field;
use super::key_table::KeyTable;
use crate::parse::{Items, Node, NodeKind, Scalar};

/// What a field may hold, as data.
#[derive(Debug)]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int,
    /// A string.
    Str,
    /// An integer or a string: ports.
    IntOrStr,
    /// A number or a string: quantities such as `100m`.
    Quantity,
    /// Keys with string values: labels, annotations, data.
    StrMap,
    /// A list of one shape.
    List(&'static Shape),
    /// Keys of the user's choice, each with one shape of value.
    Map(&'static Shape),
    /// Two ways to write one thing, told apart by being a list or a mapping.
    ListOrMap {
        /// The shape of a list.
        list: &'static Shape,
        /// The shape of a mapping.
        map: &'static Shape,
    },
    /// An object with known fields.
    View(&'static ViewInfo),
    /// Anything: free-form parts.
    Any,
}

/// A view as data.
#[derive(Debug)]
pub struct ViewInfo {
    /// The API's own name of the struct, such as `PodSpec`.
    pub name: &'static str,
    /// Its fields, as far as the model reads them.
    pub fields: &'static [FieldInfo],
    /// Where a field is in `fields`, by its key.
    pub(crate) keys: &'static KeyTable,
}

/// A field as data.
#[derive(Debug)]
pub struct FieldInfo {
    /// The key in the manifest.
    pub key: &'static str,
    /// What it may hold.
    pub shape: &'static Shape,
}

/// A type that a node can be read as.
pub trait FromNode<'a>: Copy {
    /// What it takes, as data.
    const SHAPE: &'static Shape;

    /// Reads `node`; `None` where the type is wrong.
    fn from_node(node: Node<'a>) -> Option<Self>;
}

/// The field `key` of the object at `node`.
pub(super) fn field<'a, T: FromNode<'a>>(node: Node<'a>, key: &str) -> Field<'a, T> {
    found(node, node.entry(key))
}

fn found<'a, T: FromNode<'a>>(node: Node<'a>, entry: Option<(Node<'a>, Node<'a>)>) -> Field<'a, T> {
    match entry {
        None => Field::absent(node),
        Some((key, value)) if value.is_null() => Field::null(key, value),
        Some((key, value)) => match T::from_node(value) {
            Some(read) => Field::set(read, key, value),
            None => Field::wrong(key, value),
        },
    }
}

/// The field number `number` of the view with the fields `schema`, at `node`.
pub(super) fn numbered<'a, T: FromNode<'a>>(
    node: Node<'a>,
    schema: u32,
    number: usize,
    key: &str,
) -> Field<'a, T> {
    found(node, node.field(schema, number, key))
}

/// Does the view `T` read the key `key`?
pub(super) fn reads<'a, T: FromNode<'a>>(key: &str) -> bool {
    matches!(T::SHAPE, Shape::View(view) if view.field(key).is_some())
}

macro_rules! view {
    ($(
        $(#[$meta:meta])*
        $name:ident $api:literal {
            $( $(#[$field_meta:meta])* $field:ident $key:literal : $type:ty, )*
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $name<'a>(pub(in crate::model) $crate::parse::Node<'a>);

        const _: () = {
        const KEYS: &[&str] = &[$($key,)*];
        static TABLE: $crate::model::key_table::KeyTable =
            $crate::model::key_table::KeyTable::new($api, KEYS);

        impl<'a> $name<'a> {
            /// The node it is written in.
            #[must_use]
            pub fn node(self) -> $crate::parse::Node<'a> {
                self.0
            }

            $(
                $(#[$field_meta])*
                #[doc = concat!("`", $key, "`")]
                #[must_use]
                pub fn $field(self) -> $crate::model::Field<'a, $type> {
                    const NUMBER: usize = $crate::model::key_table::number_of(KEYS, $key);
                    $crate::model::view::numbered(self.0, TABLE.schema(), NUMBER, $key)
                }
            )*
        }

        impl<'a> $crate::model::view::FromNode<'a> for $name<'a> {
            const SHAPE: &'static $crate::model::view::Shape = &$crate::model::view::Shape::View(
                &$crate::model::view::ViewInfo {
                    name: $api,
                    keys: &TABLE,
                    fields: &[$(
                        $crate::model::view::FieldInfo {
                            key: $key,
                            shape: <$type as $crate::model::view::FromNode<'a>>::SHAPE,
                        },
                    )*],
                },
            );

            fn from_node(node: $crate::parse::Node<'a>) -> Option<Self> {
                (node.kind() == $crate::parse::NodeKind::Mapping).then_some(Self(node))
            }
        }
        };
    )+};
}
pub(crate) use view;

impl<'a> FromNode<'a> for bool {
    const SHAPE: &'static Shape = &Shape::Bool;
    fn from_node(node: Node<'a>) -> Option<Self> {
        node.as_bool()
    }
}

impl<'a> FromNode<'a> for i64 {
    const SHAPE: &'static Shape = &Shape::Int;
    fn from_node(node: Node<'a>) -> Option<Self> {
        node.as_i64()
    }
}

impl<'a> FromNode<'a> for &'a str {
    const SHAPE: &'static Shape = &Shape::Str;
    fn from_node(node: Node<'a>) -> Option<Self> {
        node.as_str()
    }
}

/// A free-form part, as it is written.
impl<'a> FromNode<'a> for Node<'a> {
    const SHAPE: &'static Shape = &Shape::Any;
    fn from_node(node: Node<'a>) -> Option<Self> {
        Some(node)
    }
}

/// A port by number or by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntOrStr<'a> {
    /// A number.
    Int(i64),
    /// A name.
    Str(&'a str),
}

impl<'a> FromNode<'a> for IntOrStr<'a> {
    const SHAPE: &'static Shape = &Shape::IntOrStr;
    fn from_node(node: Node<'a>) -> Option<Self> {
        node.as_i64().map(Self::Int).or_else(|| node.as_str().map(Self::Str))
    }
}

/// A resource quantity, as its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity<'a>(pub &'a str);

impl<'a> FromNode<'a> for Quantity<'a> {
    const SHAPE: &'static Shape = &Shape::Quantity;
    fn from_node(node: Node<'a>) -> Option<Self> {
        match node.scalar()? {
            Scalar::Str(_) | Scalar::Int(_) | Scalar::UInt(_) | Scalar::Float(_) => {
                Some(Self(node.text()))
            }
            Scalar::Null | Scalar::Bool(_) => None,
        }
    }
}

/// A list. Items of the wrong type are passed over here and reported by [`super::check`].
pub struct List<'a, T> {
    node: Node<'a>,
    item: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<'a, T: FromNode<'a>> List<'a, T> {
    /// The node it is written in.
    #[must_use]
    pub fn node(self) -> Node<'a> {
        self.node
    }

    /// Each item that has the right type.
    #[must_use]
    pub fn iter(self) -> ListIter<'a, T> {
        self.into_iter()
    }

    /// Each item that has the right type, with its node.
    pub fn entries(self) -> impl Iterator<Item = (T, Node<'a>)> {
        self.node.items().filter_map(|node| Some((T::from_node(node)?, node)))
    }

    /// How many items are written, of whatever type.
    #[must_use]
    pub fn len(self) -> usize {
        self.node.items().count()
    }

    /// Is it `[]`?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.node.items().next().is_none()
    }
}

impl<'a> List<'a, &'a str> {
    /// The node of the first item that is `text`.
    #[must_use]
    pub fn item(self, text: &str) -> Option<Node<'a>> {
        self.entries().find(|(item, _)| *item == text).map(|(_, node)| node)
    }
}

impl<'a, T: FromNode<'a>> IntoIterator for List<'a, T> {
    type Item = T;
    type IntoIter = ListIter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        ListIter { items: self.node.items(), item: std::marker::PhantomData }
    }
}

/// The items of a [`List`].
pub struct ListIter<'a, T> {
    items: Items<'a>,
    item: std::marker::PhantomData<fn() -> T>,
}

impl<'a, T: FromNode<'a>> Iterator for ListIter<'a, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.items.by_ref().find_map(T::from_node)
    }
}

impl<'a, T: FromNode<'a>> FromNode<'a> for List<'a, T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() == NodeKind::Sequence).then_some(Self { node, item: std::marker::PhantomData })
    }
}

impl<'a, T: FromNode<'a>> IntoIterator for Field<'a, List<'a, T>> {
    type Item = T;
    type IntoIter = ListIter<'a, T>;

    /// Each item that has the right type; nothing where the list is not there.
    fn into_iter(self) -> ListIter<'a, T> {
        // What is no list has no items.
        let node = self.get().map_or(self.node(), List::node);
        let items = if self.is_set() { node.items() } else { node.no_items() };
        ListIter { items, item: std::marker::PhantomData }
    }
}

impl<'a, T: FromNode<'a>> Field<'a, List<'a, T>> {
    /// Each item that has the right type; nothing where the list is not there.
    #[must_use]
    pub fn iter(self) -> ListIter<'a, T> {
        self.into_iter()
    }

    /// Each item that has the right type, with its node.
    pub fn entries(self) -> impl Iterator<Item = (T, Node<'a>)> {
        self.get().into_iter().flat_map(List::entries)
    }

    /// Is there no item: `[]`, `null` or left out?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.get().is_none_or(List::is_empty)
    }
}

/// String keys and string values: labels, annotations, a ConfigMap's data.
#[derive(Clone, Copy)]
pub struct StrMap<'a>(Node<'a>);

impl<'a> StrMap<'a> {
    /// The node it is written in.
    #[must_use]
    pub fn node(self) -> Node<'a> {
        self.0
    }

    /// The value under `key`, if it is a string.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.0.get(key)?.as_str()
    }

    /// The key's and the value's nodes.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(Node<'a>, Node<'a>)> {
        self.0.entry(key)
    }

    /// Key node, value node and value of each entry with a string value.
    pub fn entries(self) -> impl Iterator<Item = (Node<'a>, Node<'a>, &'a str)> {
        self.0.entries().filter_map(|(key, value)| Some((key, value, value.as_str()?)))
    }
}

impl<'a> FromNode<'a> for StrMap<'a> {
    const SHAPE: &'static Shape = &Shape::StrMap;
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() == NodeKind::Mapping).then_some(Self(node))
    }
}

impl<'a> Field<'a, StrMap<'a>> {
    /// The value under `key`, if the map is there and holds it as a string.
    #[must_use]
    pub fn value(self, key: &str) -> Option<&'a str> {
        self.get()?.get(key)
    }
}

/// String keys whose values nobody here has any business with: a Secret's data.
#[derive(Clone, Copy)]
pub struct Keys<'a>(Node<'a>);

impl<'a> Keys<'a> {
    /// The node of each key.
    pub fn iter(self) -> impl Iterator<Item = Node<'a>> {
        self.0.entries().map(|(key, _)| key)
    }

    /// Is there a key of this name?
    #[must_use]
    pub fn contains(self, key: &str) -> bool {
        self.0.entry(key).is_some()
    }
}

impl<'a> FromNode<'a> for Keys<'a> {
    const SHAPE: &'static Shape = &Shape::StrMap;
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() == NodeKind::Mapping).then_some(Self(node))
    }
}

/// A string that must not reach a report: a password, a token. It can be compared, not read.
#[derive(Clone, Copy)]
pub struct Credential<'a>(pub(super) &'a str);

impl Credential<'_> {
    /// Is it exactly `text`, such as the sample of a manual?
    #[must_use]
    pub fn is(self, text: &str) -> bool {
        self.0 == text
    }

    /// Is it the empty string?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> FromNode<'a> for Credential<'a> {
    const SHAPE: &'static Shape = &Shape::Str;
    fn from_node(node: Node<'a>) -> Option<Self> {
        node.as_str().map(Self)
    }
}

/// Keys of the user's choice, each with one type of value: resource limits.
pub struct Map<'a, T> {
    node: Node<'a>,
    value: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for Map<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Map<'_, T> {}

impl<'a, T: FromNode<'a>> Map<'a, T> {
    /// The value under `key`.
    #[must_use]
    pub fn get(self, key: &str) -> Field<'a, T> {
        field(self.node, key)
    }

    /// Key node, value node and value of each entry that has the right type.
    pub fn entries(self) -> impl Iterator<Item = (Node<'a>, Node<'a>, T)> {
        self.node.entries().filter_map(|(key, value)| Some((key, value, T::from_node(value)?)))
    }
}

impl<'a, T: FromNode<'a>> FromNode<'a> for Map<'a, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() == NodeKind::Mapping).then_some(Self { node, value: std::marker::PhantomData })
    }
}

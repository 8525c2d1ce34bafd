//! A node as any type that serde can make.

use super::access::{Entries, Items, Variant, effective};
use super::error::{DeserializeError, Fault};
use super::{DEPTH, TOO_DEEP};
use crate::parse::scalar::{self, Scalar};
use crate::parse::{Node, NodeKind};
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

impl<'de> Node<'de> {
    /// Reads this node as a `T`. Scalars mean what they mean to kubectl, of a key given twice the last
    /// counts, aliases and merge keys are followed. Strings are borrowed where `T` can borrow.
    ///
    /// # Errors
    /// The first value that does not fit `T`, with its place and the way to it.
    pub fn deserialize<T: Deserialize<'de>>(self) -> Result<T, DeserializeError> {
        T::deserialize(Reader::new(self)).map_err(|fault| fault.met_in(self))
    }
}

/// One node to read, so many collections deep.
#[derive(Clone, Copy)]
pub(super) struct Reader<'de> {
    node: Node<'de>,
    depth: u32,
}

impl<'de> Reader<'de> {
    fn new(node: Node<'de>) -> Self {
        Self { node, depth: 0 }
    }

    /// A node inside this one.
    pub(super) fn inside(self, node: Node<'de>) -> Self {
        Self { node, depth: self.depth + 1 }
    }

    /// Refuses to go into one collection too many.
    fn check_depth(self) -> Result<(), Fault> {
        if self.depth < DEPTH { Ok(()) } else { Err(Fault::custom(TOO_DEEP)) }
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // `1e3` reaches the API server as `1000`.
        match self.node.scalar() {
            Some(Scalar::Float(value)) => match scalar::integral(value) {
                Some(value) => visitor.visit_i64(value),
                None => visitor.visit_f64(value),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    /// What it is, for a message.
    pub(super) fn unexpected(self) -> Unexpected<'de> {
        match (self.node.kind(), self.node.scalar()) {
            (NodeKind::Sequence, _) => Unexpected::Seq,
            (NodeKind::Mapping, _) => Unexpected::Map,
            (NodeKind::Scalar, None | Some(Scalar::Null)) => Unexpected::Unit,
            (NodeKind::Scalar, Some(Scalar::Bool(value))) => Unexpected::Bool(value),
            (NodeKind::Scalar, Some(Scalar::Int(value))) => Unexpected::Signed(value),
            (NodeKind::Scalar, Some(Scalar::UInt(value))) => Unexpected::Unsigned(value),
            (NodeKind::Scalar, Some(Scalar::Float(value))) => Unexpected::Float(value),
            (NodeKind::Scalar, Some(Scalar::Str(text))) => Unexpected::Str(text),
        }
    }
}

macro_rules! integers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.integer(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.node.kind(), self.node.scalar()) {
            (NodeKind::Sequence, _) => {
                self.check_depth()?;
                let mut items = Items::new(self, self.node);
                let value = visitor.visit_seq(&mut items)?;
                items.finish().map(|()| value)
            }
            (NodeKind::Mapping, _) => {
                self.check_depth()?;
                let mut entries = Entries::new(self, self.node);
                let value = visitor.visit_map(&mut entries)?;
                entries.finish().map(|()| value)
            }
            (NodeKind::Scalar, None | Some(Scalar::Null)) => visitor.visit_unit(),
            (NodeKind::Scalar, Some(Scalar::Bool(value))) => visitor.visit_bool(value),
            // Positive numbers are unsigned, as in `serde_json`, whose `Value` tells them apart.
            (NodeKind::Scalar, Some(Scalar::Int(value))) => match u64::try_from(value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(value),
            },
            (NodeKind::Scalar, Some(Scalar::UInt(value))) => visitor.visit_u64(value),
            (NodeKind::Scalar, Some(Scalar::Float(value))) => visitor.visit_f64(value),
            (NodeKind::Scalar, Some(Scalar::Str(text))) => visitor.visit_borrowed_str(text),
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let Some(name) = self.node.as_str() {
            return visitor.visit_enum(Variant::unit(self, name.into(), self.node));
        }
        if self.node.kind() != NodeKind::Mapping {
            return Err(Fault::invalid_type(self.unexpected(), &"string or map"));
        }
        self.check_depth()?;
        match effective(self.node).as_slice() {
            [entry] => visitor.visit_enum(Variant::with_content(self, entry.clone())),
            _ => Err(Fault::invalid_value(Unexpected::Map, &"map with a single key")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier
    }
}

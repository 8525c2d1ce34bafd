//! What is inside a collection, one after the other, and what an enum holds.

use super::de::Reader;
use super::error::Fault;
use super::key::Key;
use crate::parse::{self, Node};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A key as kubectl names it, where it is written, and the value.
#[derive(Clone)]
pub(super) struct Entry<'de> {
    name: Cow<'de, str>,
    key: Node<'de>,
    value: Node<'de>,
}

/// The entries of `mapping` as kubectl has them: with what merge keys bring in, and of each name the
/// last.
pub(super) fn effective(mapping: Node<'_>) -> Vec<Entry<'_>> {
    let entries: Vec<_> =
        mapping.entries().map(|(key, value)| Entry { name: key.name(), key, value }).collect();
    let last: BTreeMap<_, _> =
        entries.iter().map(|entry| (entry.name.clone(), entry.key.id())).collect();
    if last.len() == entries.len() {
        return entries;
    }
    entries.into_iter().filter(|entry| last.get(&entry.name) == Some(&entry.key.id())).collect()
}

/// The items of a sequence.
pub(super) struct Items<'de> {
    within: Reader<'de>,
    items: std::iter::Enumerate<parse::Items<'de>>,
}

impl<'de> Items<'de> {
    pub(super) fn new(within: Reader<'de>, sequence: Node<'de>) -> Self {
        Self { within, items: sequence.items().enumerate() }
    }

    /// Was every item taken? A pair has no third one.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        match self.items.next() {
            None => Ok(()),
            Some((taken, _)) => {
                let length = taken + 1 + self.items.count();
                Err(Fault::invalid_length(length, &"fewer elements in sequence"))
            }
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some((index, node)) = self.items.next() else { return Ok(None) };
        let read = seed.deserialize(self.within.inside(node));
        read.map(Some).map_err(|fault| fault.item(index, node))
    }
}

/// The entries of a mapping.
pub(super) struct Entries<'de> {
    within: Reader<'de>,
    entries: std::vec::IntoIter<Entry<'de>>,
    /// The entry whose key was given last.
    open: Option<Entry<'de>>,
}

impl<'de> Entries<'de> {
    pub(super) fn new(within: Reader<'de>, mapping: Node<'de>) -> Self {
        Self { within, entries: effective(mapping).into_iter(), open: None }
    }

    /// Was every entry taken?
    pub(super) fn finish(self) -> Result<(), Fault> {
        match self.entries.len() {
            0 => Ok(()),
            left => Err(Fault::invalid_length(left, &"fewer elements in map")),
        }
    }
}

impl<'de> MapAccess<'de> for &mut Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        let key = entry.key;
        let name = self.open.insert(entry).name.clone();
        seed.deserialize(Key(name)).map(Some).map_err(|fault| fault.at(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some(Entry { name, value, .. }) = self.open.take() else {
            return Err(Fault::custom("a value was asked for before its key"));
        };
        let read = seed.deserialize(self.within.inside(value));
        read.map_err(|fault| fault.under(name, value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A variant of an enum: its name alone, or a mapping from its name to its content.
pub(super) struct Variant<'de> {
    within: Reader<'de>,
    name: Cow<'de, str>,
    key: Node<'de>,
    content: Option<Node<'de>>,
}

impl<'de> Variant<'de> {
    pub(super) fn unit(within: Reader<'de>, name: Cow<'de, str>, key: Node<'de>) -> Self {
        Self { within, name, key, content: None }
    }

    pub(super) fn with_content(within: Reader<'de>, entry: Entry<'de>) -> Self {
        let Entry { name, key, value } = entry;
        Self { within, name, key, content: Some(value) }
    }

    /// Reads the content by `read`; `form` is what the enum has in this place.
    fn content<T>(
        self,
        form: &'static str,
        read: impl FnOnce(Reader<'de>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match self.content {
            Some(node) => {
                read(self.within.inside(node)).map_err(|fault| fault.under(self.name, node))
            }
            None => Err(Fault::invalid_type(Unexpected::UnitVariant, &form)),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let name = seed.deserialize(Key(self.name.clone())).map_err(|fault| fault.at(self.key))?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.content {
            Some(_) => self.content("unit variant", <()>::deserialize),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        self.content("newtype variant", |reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content("tuple variant", |reader| reader.deserialize_any(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.content("struct variant", |reader| reader.deserialize_any(visitor))
    }
}

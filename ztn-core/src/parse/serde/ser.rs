//! Anything that serde can write, as a document.

use super::error::SerializeError;
use super::ser_key::KeyWriter;
use super::{DEPTH, TOO_DEEP};
use crate::parse::Document;
use crate::parse::node::Style;
use crate::parse::tape::{Cell, IS_KEY, Kind, OWNED, Strings};
use serde::ser::{self, Error as _, Serialize, Serializer};
use std::fmt::{self, Write as _};

impl Document {
    /// The document that `value` is. It was never text: its spans are empty, its JSON pointers are
    /// right. A key `<<` is a key like any other.
    ///
    /// # Errors
    /// What JSON cannot have: a key that is no scalar, an integer of more than 64 bits. More than 200
    /// collections inside each other, or more than 4 GiB.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, SerializeError> {
        let mut writer = Writer::default();
        value.serialize(&mut writer)?;
        let longest = writer.cells.len().max(writer.strings.text.len());
        if u32::try_from(longest).is_err() {
            return Err(SerializeError::custom("a document holds at most 4 GiB"));
        }
        Ok(Self::from_parts(writer.cells, writer.strings))
    }
}

/// The tape so far.
#[derive(Default)]
pub(super) struct Writer {
    cells: Vec<Cell>,
    strings: Strings,
    depth: u32,
}

impl Writer {
    fn push(&mut self, kind: Kind, style: Style, flags: u16, link: u32) {
        self.cells.push(Cell { kind, style, flags, start: 0, end: 0, link });
    }

    /// A scalar that means what its text would mean in YAML.
    fn plain(&mut self, text: fmt::Arguments<'_>) -> Result<(), SerializeError> {
        self.strings.text.write_fmt(text).map_err(SerializeError::custom)?;
        let number = self.strings.seal();
        self.push(Kind::Scalar, Style::Plain, OWNED, number);
        Ok(())
    }

    /// A scalar that means its text, whatever that looks like.
    fn string(&mut self, text: &str, flags: u16) {
        self.strings.text.push_str(text);
        let number = self.strings.seal();
        self.push(Kind::Scalar, Style::DoubleQuoted, OWNED | flags, number);
    }

    /// A key.
    pub(super) fn key(&mut self, name: &str) {
        self.string(name, IS_KEY);
    }

    fn open(&mut self, kind: Kind) -> Result<usize, SerializeError> {
        if self.depth >= DEPTH {
            return Err(SerializeError::custom(TOO_DEEP));
        }
        self.depth += 1;
        self.push(kind, Style::Block, 0, 0);
        Ok(self.cells.len() - 1)
    }

    fn close(&mut self, at: usize) {
        self.depth -= 1;
        // `from_serialize` refuses the document where this does not fit.
        let next = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        if let Some(cell) = self.cells.get_mut(at) {
            cell.link = next;
        }
    }

    /// Begins `{variant: …}`.
    fn open_variant(&mut self, variant: &str) -> Result<usize, SerializeError> {
        let at = self.open(Kind::Mapping)?;
        self.key(variant);
        Ok(at)
    }
}

macro_rules! numbers {
    ($($method:ident $type:ty)+) => {$(
        fn $method(self, value: $type) -> Result<(), SerializeError> {
            self.plain(format_args!("{value}"))
        }
    )+};
}

macro_rules! floats {
    ($($method:ident $type:ty)+) => {$(
        fn $method(self, value: $type) -> Result<(), SerializeError> {
            match value {
                _ if value.is_nan() => self.plain(format_args!(".nan")),
                <$type>::INFINITY => self.plain(format_args!(".inf")),
                <$type>::NEG_INFINITY => self.plain(format_args!("-.inf")),
                // With a point or an exponent: it stays a float.
                _ => self.plain(format_args!("{value:?}")),
            }
        }
    )+};
}

/// How `serde_json`, where it keeps every digit, hands out its numbers: as a struct of this name with
/// one field, the digits.
const DIGITS: &str = "$serde_json::private::Number";

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Collection<'w>;
    type SerializeTuple = Collection<'w>;
    type SerializeTupleStruct = Collection<'w>;
    type SerializeTupleVariant = Collection<'w>;
    type SerializeMap = Collection<'w>;
    type SerializeStruct = Collection<'w>;
    type SerializeStructVariant = Collection<'w>;

    numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
        serialize_bool bool
    }

    floats! { serialize_f32 f32 serialize_f64 f64 }

    fn serialize_i128(self, value: i128) -> Result<(), SerializeError> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.serialize_i64(value),
            (_, Ok(value)) => self.serialize_u64(value),
            _ => Err(SerializeError::custom("an integer has at most 64 bits")),
        }
    }

    fn serialize_u128(self, value: u128) -> Result<(), SerializeError> {
        match u64::try_from(value) {
            Ok(value) => self.serialize_u64(value),
            Err(_) => Err(SerializeError::custom("an integer has at most 64 bits")),
        }
    }

    fn serialize_char(self, value: char) -> Result<(), SerializeError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), SerializeError> {
        self.string(value, 0);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), SerializeError> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), SerializeError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), SerializeError> {
        self.plain(format_args!(""))
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), SerializeError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), SerializeError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let outer = self.open_variant(variant)?;
        value.serialize(&mut *self)?;
        self.close(outer);
        Ok(())
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Collection<'w>, SerializeError> {
        Collection::open(self, Kind::Sequence, None)
    }

    fn serialize_tuple(self, len: usize) -> Result<Collection<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        len: usize,
    ) -> Result<Collection<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Collection<'w>, SerializeError> {
        let outer = self.open_variant(variant)?;
        Collection::open(self, Kind::Sequence, Some(outer))
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Collection<'w>, SerializeError> {
        Collection::open(self, Kind::Mapping, None)
    }

    fn serialize_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Collection<'w>, SerializeError> {
        match name {
            DIGITS => Ok(Collection { writer: self, form: Form::Digits }),
            _ => self.serialize_map(Some(len)),
        }
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Collection<'w>, SerializeError> {
        let outer = self.open_variant(variant)?;
        Collection::open(self, Kind::Mapping, Some(outer))
    }
}

/// A collection that is being written.
pub(super) struct Collection<'w> {
    writer: &'w mut Writer,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    /// Where it began, and where the mapping from a variant's name to it began.
    Cells { at: usize, outer: Option<usize> },
    /// No collection at all: [`DIGITS`].
    Digits,
}

impl<'w> Collection<'w> {
    fn open(
        writer: &'w mut Writer,
        kind: Kind,
        outer: Option<usize>,
    ) -> Result<Self, SerializeError> {
        let at = writer.open(kind)?;
        Ok(Self { writer, form: Form::Cells { at, outer } })
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
        value.serialize(&mut *self.writer)
    }

    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        match self.form {
            Form::Cells { .. } => {
                self.writer.key(name);
                self.value(value)
            }
            Form::Digits => {
                self.value(value)?;
                if let Some(digits) = self.writer.cells.last_mut() {
                    digits.style = Style::Plain;
                }
                Ok(())
            }
        }
    }

    fn close(self) {
        if let Form::Cells { at, outer } = self.form {
            self.writer.close(at);
            if let Some(outer) = outer {
                self.writer.close(outer);
            }
        }
    }
}

macro_rules! listed {
    ($($trait:ident $method:ident)+) => {$(
        impl ser::$trait for Collection<'_> {
            type Ok = ();
            type Error = SerializeError;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
                self.value(value)
            }
            fn end(self) -> Result<(), SerializeError> {
                self.close();
                Ok(())
            }
        }
    )+};
}

macro_rules! named {
    ($($trait:ident)+) => {$(
        impl ser::$trait for Collection<'_> {
            type Ok = ();
            type Error = SerializeError;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), SerializeError> {
                self.field(name, value)
            }
            fn end(self) -> Result<(), SerializeError> {
                self.close();
                Ok(())
            }
        }
    )+};
}

listed! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}
named! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Collection<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), SerializeError> {
        key.serialize(KeyWriter(self.writer))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
        self.value(value)
    }

    fn end(self) -> Result<(), SerializeError> {
        self.close();
        Ok(())
    }
}

//! Keys of a mapping that is being written: scalars, as the strings that JSON makes of them.

use super::error::SerializeError;
use super::ser::Writer;
use serde::ser::{Error as _, Impossible, Serialize, Serializer};

/// Takes one key.
pub(super) struct KeyWriter<'w>(pub(super) &'w mut Writer);

type Never = Impossible<(), SerializeError>;

fn refuse<T>() -> Result<T, SerializeError> {
    Err(SerializeError::custom("a key must be a string, a number or a boolean"))
}

macro_rules! written {
    ($($method:ident $type:ty)+) => {$(
        fn $method(self, value: $type) -> Result<(), SerializeError> {
            self.0.key(&value.to_string());
            Ok(())
        }
    )+};
}

impl Serializer for KeyWriter<'_> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    written! {
        serialize_bool bool serialize_char char
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64 serialize_i128 i128
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64 serialize_u128 u128
        serialize_f32 f32 serialize_f64 f64
    }

    fn serialize_str(self, value: &str) -> Result<(), SerializeError> {
        self.0.key(value);
        Ok(())
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

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<(), SerializeError> {
        refuse()
    }

    fn serialize_none(self) -> Result<(), SerializeError> {
        refuse()
    }

    fn serialize_unit(self) -> Result<(), SerializeError> {
        refuse()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), SerializeError> {
        refuse()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), SerializeError> {
        refuse()
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Never, SerializeError> {
        refuse()
    }

    fn serialize_tuple(self, _len: usize) -> Result<Never, SerializeError> {
        refuse()
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _len: usize,
    ) -> Result<Never, SerializeError> {
        refuse()
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Never, SerializeError> {
        refuse()
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Never, SerializeError> {
        refuse()
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Never, SerializeError> {
        refuse()
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Never, SerializeError> {
        refuse()
    }
}

//! Typed values in and out of a tape, without text in between.
//!
//! Where serde leaves a choice, it is made as `serde_json` makes it, so that a type reads and writes
//! the same manifest here and there.

mod access;
mod de;
mod error;
mod key;
mod ser;
mod ser_key;

pub use error::{DeserializeError, SerializeError};

/// Collections inside collections, for values that are no text and so were never measured, and for
/// what aliases expand to.
const DEPTH: u32 = 200;

const TOO_DEEP: &str = "more than 200 collections inside each other";

#[cfg(test)]
mod tests;

//! What is said of an input, and how it is shown.

pub(crate) mod build;
pub mod catalog;
mod fingerprint;
pub mod redact;
#[cfg(feature = "schema")]
pub mod schema;
pub mod text;
pub mod v1;

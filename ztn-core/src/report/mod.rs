//! What is said of an input, and how it is shown.

pub(crate) mod build;
pub mod catalog;
pub mod compact;
pub(crate) mod fingerprint;
mod hints;
mod missing;
pub mod redact;
#[cfg(feature = "schema")]
pub mod schema;
pub mod v1;

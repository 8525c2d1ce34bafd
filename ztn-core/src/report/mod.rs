//! What is said of an input, and how it is shown.

pub mod access;
pub mod audit_policy;
mod base;
pub(crate) mod build;
pub mod catalog;
pub mod compact;
pub mod diff;
pub(crate) mod fingerprint;
mod format;
pub mod github;
pub mod gitlab;
mod hints;
pub mod html;
pub mod junit;
pub mod markdown;
mod missing;
pub mod paths;
pub mod pod_security;
pub mod reach;
pub mod redact;
pub mod sarif;
#[cfg(feature = "schema")]
pub mod schema;
pub mod suggest;
pub mod v1;

pub use base::{Base, STDIN};
pub use format::Format;

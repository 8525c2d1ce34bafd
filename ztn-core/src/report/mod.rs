//! What is said of an input, and how it is shown.

pub(crate) mod build;
mod fingerprint;
pub mod text;
pub mod v1;

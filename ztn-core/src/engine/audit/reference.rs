//! A policy to begin with.

/// An audit policy that records every probe as it is to be, and no credential; `tests.rs` holds it.
pub const REFERENCE: &str = include_str!("reference.yaml");

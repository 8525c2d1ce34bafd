//! The parser against tables made with Go's own library, against two other parsers, against the YAML
//! test suite, against mutants of real files and against hostile input.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read the repository and measure time; only the core itself may not"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod corpus;
mod differential;
mod edits;
mod golden;
mod hostile;
mod mutation;
mod peers;
mod properties;
mod reading;
mod splitting;
mod suite;

//! Kubernetes zero-trust checks that need no cluster, no network and no account.
pub mod model;
pub mod parse;
pub mod span;

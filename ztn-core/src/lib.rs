//! Kubernetes zero-trust checks that need no cluster, no network and no account.
pub mod parse;
pub mod span;

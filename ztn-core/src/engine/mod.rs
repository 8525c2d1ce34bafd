//! Engines: each answers one sort of question about a whole cluster, exactly, with what decided it.
//!
//! They are pure, built once for a cluster and only when first asked, and answer in three values:
//! what the input does not tell is `Unknown`, with what would settle it.

pub mod audit;
pub mod builds;
mod by_label;
pub mod control_plane;
pub mod declared;
pub mod etcd_reach;
pub mod exposure;
mod known;
pub mod mesh;
pub mod network;
pub mod paths;
pub mod pod_security;
pub mod rbac;
pub mod references;
pub mod releases;
pub mod requests;

pub use known::{Because, Known, Unknown, Why, Witness};

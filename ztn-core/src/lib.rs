//! Kubernetes zero-trust checks that need no cluster, no network and no account.
//!
//! [`analyze`] reads what describes a cluster (manifests, `kubectl get -o yaml` dumps, control-plane
//! files) and says, for each of ten zero-trust-networking practices, whether it is met, broken, or
//! cannot be told from what was given, with the exact place, the reason and the fix.
//!
//! The crate is pure: no input or output, no clock, no environment. Bad input is a problem in the
//! report, never a panic.

mod access;
mod address;
mod analyze;
mod argument;
mod ask;
mod audit_policy;
mod compare;
pub mod data;
pub mod engine;
mod error;
pub mod evidence;
pub mod facts;
pub mod finding;
pub mod fix;
mod folders;
mod input;
pub mod mend;
pub mod model;
pub mod options;
mod owned;
pub mod parse;
pub mod part;
pub mod problem;
mod pss;
mod reach;
mod read;
mod reading;
pub mod registry;
pub mod report;
pub mod rule;
pub mod rules;
pub mod span;
mod suggest;
pub mod suppress;
mod text;
pub mod verdict;
mod workspace;

pub use access::{can, paths, permissions, who_can};
pub use analyze::analyze;
pub use ask::ask;
pub use audit_policy::{REFERENCE_AUDIT_POLICY, audit_policy};
pub use compare::{Comparison, compare, diff_connections, diff_rights};
pub use error::{ErrorCode, OptionsError};
pub use input::Input;
pub use options::Options;
pub use part::{Part, Practice};
pub use pss::pod_security;
pub use reach::reach;
pub use report::access::{Can, CanQuery, Permissions, PermissionsQuery, WhoCan, WhoCanQuery};
pub use report::audit_policy::{AuditPolicyEvaluation, AuditPolicyQuery};
pub use report::diff::diff;
pub use report::paths::{AttackPaths, PathsQuery};
pub use report::pod_security::{PodSecurityEvaluation, PodSecurityQuery};
pub use report::reach::{Reach, ReachQuery};
pub use report::suggest::NetworkSuggestion;
pub use report::suggest::rbac::{RbacSuggestion, SuggestRbacQuery};
pub use report::v1::Report;
pub use rule::{Rule, Severity};
pub use suggest::{suggest_network, suggest_rbac};
pub use workspace::Workspace;

/// The README's Rust runs as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

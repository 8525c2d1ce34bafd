//! Which requests the API server records, at which stages, and how much of them.
//!
//! A port of `staging/src/k8s.io/apiserver/pkg/audit/policy/checker.go`: the first rule that matches
//! decides, and a request that none matches is not recorded. Auditing comes after authentication and before
//! impersonation and authorization, so that rules see the real user, and requests that are refused as well.

mod coverage;
mod identities;
mod leaks;
mod level;
mod policy;
mod probes;
mod reference;
mod request;
mod shadow;
#[cfg(test)]
mod tests;
mod unmatched;

pub use coverage::{
    Gap, Hidden, Omission, Standing, hidden, missed, omissions, standing, without_body,
};
pub use identities::{Caller, worst};
pub use leaks::{ByDefault, Leak, by_default, leaks};
pub use level::{AuditLevel, Stage};
pub use policy::{Decision, Policy};
pub use probes::{Class, PROBES, Probe};
pub use reference::REFERENCE;
pub use request::{Request, Target};
pub use shadow::{Shadowed, shadowed};
pub use unmatched::{Unmatched, unmatched};

//! The Pod Security Standards, of every version, as the API server's own admission plugin evaluates them.
//!
//! Source: <https://kubernetes.io/docs/concepts/security/pod-security-standards/> and
//! <https://kubernetes.io/docs/concepts/security/pod-security-admission/>.

mod checks;
mod namespace;
mod pod;
mod standards;

use std::fmt;

use super::{Unknown, Why};
use crate::model::{Place, Workload};

pub use checks::se_linux::is_container_domain;
pub use checks::sysctls::is_safe_sysctl;
pub use checks::volumes::restricted_source;
pub use namespace::{Chosen, PodSecurity, is_controller};
use pod::Pod;
pub use standards::{CHANGES, NEWEST};

/// A level of the standards.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Everything is allowed.
    Privileged,
    /// Known privilege escalations are refused.
    Baseline,
    /// Current hardening practice is required.
    Restricted,
}

/// A level of one version of the standards. Between the minor releases in [`CHANGES`] they do not change, and
/// one newer than [`NEWEST`] is taken for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standard {
    /// The level.
    pub level: Level,
    /// The minor release of Kubernetes they are of: 36 for `v1.36`.
    pub minor: u32,
}

/// A check that a pod template fails.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The check's id upstream, such as `hostNamespaces`.
    pub check: &'static str,
    /// The level the check belongs to.
    pub level: Level,
    /// What is forbidden, as the API server names it: `host namespaces`.
    pub reason: String,
    /// Who does it, in one clause: `hostNetwork=true`.
    pub detail: String,
    /// Where.
    pub places: Vec<Place>,
}

impl Level {
    /// Every level, the loosest first.
    pub const ALL: [Self; 3] = [Self::Privileged, Self::Baseline, Self::Restricted];

    /// The level a namespace label names. Only the three exact words count.
    #[must_use]
    pub fn from_label(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == text)
    }

    /// Its name, as labels write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.reason, self.detail)
    }
}

impl Standard {
    /// The checks that `workload` fails: those of the baseline, then those of the restricted level, each in the
    /// order of their ids, which is the order of the API server's messages.
    ///
    /// # Errors
    /// No check fails, but one of them met a field of a type that the API server refuses.
    pub fn violations(self, workload: Workload<'_>) -> Result<Vec<Violation>, Unknown> {
        let pod = Pod::of(workload);
        let failed = standards::active(self).filter_map(|(check, version)| {
            let broken = version.test(&pod)?;
            let (reason, detail, places) = (broken.reason, broken.detail, broken.places);
            Some(Violation { check: check.id, level: check.level, reason, detail, places })
        });
        let violations: Vec<_> = failed.collect();
        if violations.is_empty() && pod.has_wrong_field() {
            return Err(Unknown { why: Why::Unread, settled_by: None });
        }
        Ok(violations)
    }
}

#[cfg(test)]
mod tests;

//! The Pod Security Standards.

use super::Unknown;
use crate::model::{Place, Workload};
use crate::options::KubeVersion;

/// The Pod Security Standards, of every version.
#[derive(Debug, Default)]
pub struct PodSecurity;

/// A level of the standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everything is allowed.
    Privileged,
    /// Known privilege escalations are refused.
    Baseline,
    /// Current hardening practice is required.
    Restricted,
}

impl Level {
    /// The level a namespace label names. Only the three exact words count.
    #[must_use]
    pub fn from_label(text: &str) -> Option<Self> {
        match text {
            "privileged" => Some(Self::Privileged),
            "baseline" => Some(Self::Baseline),
            "restricted" => Some(Self::Restricted),
            _ => None,
        }
    }
}

/// A check that a pod template fails.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The check's id upstream, such as `hostNamespaces`.
    pub check: &'static str,
    /// What is wrong, in one clause.
    pub message: String,
    /// Where.
    pub places: Vec<Place>,
}

impl PodSecurity {
    /// The checks of `level`, as of `version`, that `workload` fails.
    ///
    /// # Errors
    /// Nothing evaluates it yet.
    pub fn violations(
        &self,
        _workload: Workload<'_>,
        _level: Level,
        _version: KubeVersion,
    ) -> Result<Vec<Violation>, Unknown> {
        Err(Unknown::not_built())
    }
}

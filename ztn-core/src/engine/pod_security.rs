//! The Pod Security Standards.

use super::Unknown;
use crate::model::api_server_config::{
    AdmissionConfiguration, AdmissionPlugin, PodSecurityDefaults,
};
use crate::model::{Cluster, Place, Workload};
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
    /// What the API server enforces in namespaces that do not say, where its admission configuration is
    /// in the input; the loosest, if it is there several times. Left out, or a word that is no level, it
    /// starts with nothing to enforce, or not at all.
    #[must_use]
    pub fn default_level(cluster: &Cluster) -> Option<Level> {
        let files =
            cluster.all::<AdmissionConfiguration<'_>>().flat_map(|(_, file)| file.plugins().iter());
        let settings = files.filter_map(AdmissionPlugin::pod_security);
        let levels = settings.map(|settings| {
            let enforce = settings.defaults().then(PodSecurityDefaults::enforce).or("");
            Level::from_label(enforce).unwrap_or(Level::Privileged)
        });
        levels.min()
    }

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

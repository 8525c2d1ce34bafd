//! Mutual TLS and authorization between workloads.

use super::{Known, Unknown};
use crate::model::Workload;

/// The service mesh of a cluster.
#[derive(Debug, Default)]
pub struct Mesh;

impl Mesh {
    /// Is `workload` in a mesh?
    #[must_use]
    pub fn contains(&self, _workload: Workload<'_>) -> Known {
        Known::Unknown(Unknown::not_built())
    }

    /// Does `dst` refuse whoever comes without mutual TLS?
    #[must_use]
    pub fn requires_mutual_tls(&self, _dst: Workload<'_>) -> Known {
        Known::Unknown(Unknown::not_built())
    }

    /// May `src` call `dst`, as far as the mesh decides?
    #[must_use]
    pub fn authorizes(&self, _src: Workload<'_>, _dst: Workload<'_>) -> Known {
        Known::Unknown(Unknown::not_built())
    }
}

//! Who can reach whom.

mod isolation;

use isolation::Policies;

use super::{Known, Unknown, Witness};
use crate::model::{Cluster, Workload};
use crate::options::Options;

/// Connectivity between the workloads of a cluster, and with what is outside.
pub struct Network<'a> {
    options: &'a Options,
    policies: Policies<'a>,
}

/// A direction of traffic, seen from a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Connections it takes.
    Ingress,
    /// Connections it opens.
    Egress,
}

impl Direction {
    /// Its name in a policy's `policyTypes`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }
}

/// One end of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// A workload, as `namespace/name`.
    Workload(String),
    /// Addresses outside the cluster, as a CIDR block.
    External(String),
    /// Any pod of a namespace that is not written yet.
    AnyPodIn(String),
}

/// Ports of one protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: &'static str,
    /// The first port.
    pub from: u16,
    /// The last port.
    pub to: u16,
}

/// What one end may open to another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Who opens.
    pub src: Peer,
    /// Who takes.
    pub dst: Peer,
    /// On which ports.
    pub ports: Vec<Ports>,
    /// What allows it.
    pub because: Witness,
}

impl<'a> Network<'a> {
    pub(crate) fn new(cluster: &'a Cluster, options: &'a Options) -> Self {
        Self {
            options,
            policies: Policies::of(cluster),
        }
    }

    /// Does some policy isolate `workload` in this direction, so that only named connections pass?
    #[must_use]
    pub fn isolated(&self, workload: Workload<'a>, direction: Direction) -> Known {
        self.policies.isolate(self.options, workload, direction)
    }

    /// May `src` open a connection to `dst` on one of these ports?
    #[must_use]
    pub fn reaches(&self, _src: &Peer, _dst: &Peer, _ports: Ports) -> Known {
        Known::Unknown(Unknown::not_built())
    }

    /// Every permitted connection.
    ///
    /// # Errors
    /// The input does not tell, or nothing evaluates it yet.
    pub fn edges(&self) -> Result<Vec<Edge>, Unknown> {
        Err(Unknown::not_built())
    }
}

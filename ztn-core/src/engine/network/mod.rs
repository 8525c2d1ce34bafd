//! Who can reach whom.

mod isolation;
mod subjects;

use std::sync::OnceLock;

use isolation::Policies;
use subjects::Subjects;

use super::{Known, Unknown, Witness};
use crate::model::network_policy::NetworkPolicySpec;
use crate::model::{Cluster, Object, Workload};
use crate::options::{Cni, Options};

/// Connectivity between the workloads of a cluster, and with what is outside.
pub struct Network<'a> {
    cluster: &'a Cluster,
    options: &'a Options,
    policies: Policies<'a>,
    subjects: OnceLock<Subjects<'a>>,
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
        Self { cluster, options, policies: Policies::of(cluster), subjects: OnceLock::new() }
    }

    /// Does the network plugin enforce policies, as far as one is known?
    #[must_use]
    pub fn is_enforced(&self) -> bool {
        self.options.assume.cni.is_none_or(Cni::enforces_policy)
    }

    /// Does some policy isolate `workload` in this direction, so that only named connections pass?
    #[must_use]
    pub fn isolated(&self, workload: Workload<'a>, direction: Direction) -> Known {
        self.policies.isolate(self.options, workload, direction)
    }

    /// Does a policy select some workload of the input? `None` where its selector cannot be understood.
    #[must_use]
    pub fn has_subject(&self, policy: Object<'_>, spec: NetworkPolicySpec<'_>) -> Option<bool> {
        let subjects = self.subjects.get_or_init(|| Subjects::of(self.cluster));
        match spec.pod_selector().get() {
            Some(selector) => subjects.any(policy.namespace().unwrap_or_default(), selector),
            None => (!spec.pod_selector().is_wrong()).then_some(true),
        }
    }

    /// May the namespace of a policy hold pods that nothing in the input describes?
    #[must_use]
    pub fn may_have_unseen_subjects(&self, policy: Object<'_>) -> bool {
        subjects::may_hold_unseen_pods(self.cluster, policy.namespace().unwrap_or_default())
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

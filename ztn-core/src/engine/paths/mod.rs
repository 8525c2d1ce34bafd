//! How somebody becomes more than they are: from a pod to its service account, to others, to the node and to
//! cluster-admin, each step with what lets it.

mod build;
mod search;

use std::collections::HashMap;

use petgraph::graph::{DiGraph, NodeIndex};

use super::control_plane::ControlPlane;
use super::network::Network;
use super::rbac::{Need, Rbac};
use crate::model::rbac::Identity;
use crate::model::{Cluster, Object, Place, Workload};

pub use search::Path;

/// Every step that somebody can take.
pub struct Paths<'a> {
    workloads: Vec<Workload<'a>>,
    graph: DiGraph<Point<'a>, Edge<'a>>,
    index: HashMap<Point<'a>, NodeIndex>,
    causes: Vec<Cause<'a>>,
    /// Requests that are sent in others' names, in words.
    lent: Vec<String>,
}

/// What somebody can have in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Point<'a> {
    /// A pod of this workload, by its place in the input.
    Workload(usize),
    /// The right to send requests as this one.
    Identity(Identity<'a>),
    /// The right to act as any service account of a namespace.
    AccountsOf(&'a str),
    /// The same of any namespace.
    Accounts,
    /// The right to act as any user by name.
    Users,
    /// The right to act as a member of any group but `system:masters`.
    Groups,
    /// Any pod of a namespace.
    PodsOf(&'a str),
    /// Any pod.
    Pods,
    /// What the Secrets of a namespace hold.
    SecretsOf(&'a str),
    /// The right to send a request in others' names, by its place among such.
    Lent(usize),
    /// This node.
    Node(&'a str),
    /// Every node, whichever is chosen.
    Nodes,
    /// What nobody outside the expected ones is to have.
    Goal(Goal),
}

/// Where a path is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Goal {
    /// Everything in the cluster.
    ClusterAdmin,
    /// What every Secret holds.
    AllSecrets,
    /// A node, with all that runs there.
    Node,
    /// An identity at the provider of the cloud.
    Cloud,
}

impl Goal {
    /// Every goal, the worst first.
    pub const ALL: [Self; 4] = [Self::ClusterAdmin, Self::AllSecrets, Self::Node, Self::Cloud];

    /// Its name in options and reports.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::ClusterAdmin => "cluster-admin",
            Self::AllSecrets => "all-secrets",
            Self::Node => "node",
            Self::Cloud => "cloud",
        }
    }

    /// The goal with this name.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|goal| goal.slug() == slug)
    }
}

/// One step.
#[derive(Clone)]
pub struct Edge<'a> {
    /// What is done, in one clause.
    pub text: String,
    /// The requests that it takes, and who has to be allowed each; none where it takes none.
    pub sends: Vec<(Identity<'a>, Need<'a>)>,
    /// What makes it possible and could be changed; none for what follows from the step before.
    pub cause: Option<usize>,
    /// What is taken for granted.
    pub assumes: Option<&'static str>,
    /// The object that says so.
    pub object: Option<Object<'a>>,
    /// Where.
    pub place: Option<Place>,
}

/// Something that makes steps possible, and that could be otherwise.
#[derive(Clone)]
pub struct Cause<'a> {
    /// What to do about it, as an order.
    pub change: String,
    /// The object to change.
    pub object: Object<'a>,
}

impl<'a> Paths<'a> {
    /// Every step in a cluster.
    #[must_use]
    pub fn new(
        cluster: &'a Cluster,
        rbac: &Rbac<'a>,
        network: &Network<'a>,
        plane: &ControlPlane<'a>,
    ) -> Self {
        build::build(cluster, rbac, network, plane)
    }

    /// The workloads that paths begin at.
    #[must_use]
    pub fn workloads(&self) -> &[Workload<'a>] {
        &self.workloads
    }

    /// A point in words.
    #[must_use]
    pub fn text(&self, point: Point<'_>) -> String {
        match point {
            Point::Workload(at) => self.workloads.get(at).map_or(String::new(), |workload| {
                let object = workload.object();
                let kind = object.type_meta().kind;
                format!("{kind} `{}/{}`", workload.namespace(), object.name())
            }),
            Point::Identity(who) => who.to_string(),
            Point::AccountsOf(namespace) => {
                format!("any service account of namespace `{namespace}`")
            }
            Point::Accounts => "any service account".to_owned(),
            Point::Users => "any user".to_owned(),
            Point::Groups => "a member of any group".to_owned(),
            Point::PodsOf(namespace) => format!("any pod of namespace `{namespace}`"),
            Point::Pods => "any pod".to_owned(),
            Point::SecretsOf(namespace) => format!("every Secret of namespace `{namespace}`"),
            Point::Lent(at) => self.lent.get(at).cloned().unwrap_or_default(),
            Point::Node(name) => format!("node `{name}`"),
            Point::Nodes => "every node".to_owned(),
            Point::Goal(goal) => goal.slug().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;

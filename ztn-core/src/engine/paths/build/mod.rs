//! The graph: each edge under its exact precondition.

mod bindings;
mod cloud;
mod control_plane;
mod escape;
mod gains;
mod grants;
mod identities;
mod lent;
mod workloads;

use std::collections::{BTreeMap, HashMap};

use petgraph::graph::{DiGraph, NodeIndex};

use super::{Cause, Edge, Paths, Point};
use crate::engine::Known;
use crate::engine::control_plane::ControlPlane;
use crate::engine::network::Network;
use crate::engine::pod_security::PodSecurity;
use crate::engine::rbac::{Asker, Binding, Need, Rbac};
use crate::model::rbac::Identity;
use crate::model::{Cluster, Object, ObjectId, Place, Spot, Workload};

pub(super) fn build<'a>(
    cluster: &'a Cluster,
    rbac: &Rbac<'a>,
    network: &Network<'a>,
    plane: &ControlPlane<'a>,
) -> Paths<'a> {
    let workloads: Vec<Workload<'a>> = cluster.workloads().collect();
    let mut builder = Builder {
        cluster,
        rbac,
        network,
        plane,
        pods: workloads::Pods::of(&workloads),
        paths: Paths {
            workloads,
            graph: DiGraph::new(),
            index: HashMap::new(),
            causes: Vec::new(),
            lent: Vec::new(),
        },
        tokens: workloads::token_secrets(cluster),
        cloud_roles: cloud::roles(cluster),
        accounts: BTreeMap::new(),
        bound: grants::Bound::of(rbac),
        causes: HashMap::new(),
        admission: PodSecurity::of(cluster, plane.api_version().map(|version| version.minor)),
    };
    builder.workloads();
    builder.identities();
    let bindings: Vec<&Binding<'a>> = rbac.bindings().iter().collect();
    bindings.into_iter().for_each(|binding| builder.binding(binding));
    builder.lent();
    builder.token_secrets();
    builder.control_plane();
    builder.cloud();
    builder.paths
}

struct Builder<'b, 'a> {
    cluster: &'a Cluster,
    rbac: &'b Rbac<'a>,
    network: &'b Network<'a>,
    plane: &'b ControlPlane<'a>,
    paths: Paths<'a>,
    pods: workloads::Pods<'a>,
    tokens: workloads::TokenSecrets<'a>,
    cloud_roles: BTreeMap<Identity<'a>, cloud::CloudRole<'a>>,
    /// The service accounts that something speaks of, by their name.
    accounts: BTreeMap<&'a str, Vec<Identity<'a>>>,
    bound: grants::Bound<'b, 'a>,
    /// What could be otherwise, by the object and what to do about it.
    causes: HashMap<(ObjectId, String), usize>,
    admission: PodSecurity<'a>,
}

impl<'a> Edge<'a> {
    /// A step that takes no request, rests on nothing that could be changed, and assumes nothing.
    fn of(text: String) -> Self {
        Self { text, sends: Vec::new(), cause: None, assumes: None, object: None, place: None }
    }

    /// Says where it is written.
    fn at(self, object: Object<'a>, spot: impl Spot<'a>) -> Self {
        Self { object: Some(object), place: Some(Place::of(object, spot)), ..self }
    }

    fn by(self, cause: usize) -> Self {
        Self { cause: Some(cause), ..self }
    }

    fn assuming(self, assumes: Option<&'static str>) -> Self {
        Self { assumes, ..self }
    }
}

impl<'a> Builder<'_, 'a> {
    fn point(&mut self, point: Point<'a>) -> NodeIndex {
        let graph = &mut self.paths.graph;
        *self.paths.index.entry(point).or_insert_with(|| graph.add_node(point))
    }

    fn edge(&mut self, from: Point<'a>, to: Point<'a>, edge: Edge<'a>) {
        if from != to {
            let (from, to) = (self.point(from), self.point(to));
            self.paths.graph.add_edge(from, to, edge);
        }
    }

    /// What follows without anybody's doing.
    fn follows(&mut self, from: Point<'a>, to: Point<'a>, text: String) {
        self.edge(from, to, Edge::of(text));
    }

    /// One change is one cause, of however many steps.
    fn cause(&mut self, change: String, object: Object<'a>) -> usize {
        let causes = &mut self.paths.causes;
        *self.causes.entry((object.id(), change)).or_insert_with_key(|(_, change)| {
            causes.push(Cause { change: change.clone(), object });
            causes.len() - 1
        })
    }

    /// What takes away what a binding gives; none for one of which no file tells.
    fn narrowing(&mut self, binding: &Binding<'a>) -> Option<usize> {
        let object = binding.object?;
        Some(self.cause(format!("delete or narrow {}", binding.text()), object))
    }

    /// Every workload with its point.
    fn each_workload(&self) -> Vec<(Point<'a>, Workload<'a>)> {
        let all = self.paths.workloads.iter().enumerate();
        all.map(|(at, workload)| (Point::Workload(at), *workload)).collect()
    }

    /// Is somebody known to be allowed this?
    fn may(&self, who: Identity<'a>, need: &Need<'_>) -> bool {
        matches!(self.rbac.can(&Asker::new(who), need), Known::Yes(_))
    }

    /// Is somebody known to be allowed one of these verbs on something?
    fn may_any<'n>(&self, who: Identity<'a>, verbs: &[&'n str], need: Need<'n>) -> bool {
        verbs.iter().any(|verb| self.may(who, &Need { verb, ..need }))
    }

    /// The namespaces that bindings give somebody rights in, by their own name.
    fn namespaces_of(&self, who: Identity<'a>) -> impl Iterator<Item = &'a str> {
        let bindings: Vec<&'a str> =
            self.rbac.bindings_of(who).filter_map(|binding| binding.namespace).collect();
        bindings.into_iter()
    }

    /// Does Pod Security Admission let what somebody makes be a privileged pod: in this namespace, or where none is
    /// given in any?
    fn admits_privileged(&self, used: &gains::Use<'_, 'a>) -> bool {
        self.admission.admits_privileged(used.place)
            || self.admission.is_exempt_user(used.who, used.by.1 != "pods")
    }
}

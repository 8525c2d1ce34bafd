//! From each workload to what its pods have in hand, and from hands on many pods to each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Builder;
use crate::engine::Known;
use crate::engine::network::Direction;
use crate::engine::paths::{Edge, Goal, Point};
use crate::model::rbac::Identity;
use crate::model::secret::Secret;
use crate::model::service_account::token_place;
use crate::model::{Cluster, Kind, Object, Workload};

const REACHES: &str = "the policies that isolate its egress permit the API server";

const CHOSEN: &str = "the node is one that its selector or its affinity chooses";

/// Where API servers listen: as a Service, and as kubeadm, minikube and MicroK8s set them up.
const API_PORTS: [u16; 4] = [443, 6443, 8443, 16443];

/// Secrets that hold a token, by name and namespace, with whose it is.
pub(super) type TokenSecrets<'a> = BTreeMap<(&'a str, &'a str), (Object<'a>, Identity<'a>)>;

pub(super) fn token_secrets(cluster: &Cluster) -> TokenSecrets<'_> {
    let tokens = cluster.all::<Secret<'_>>().filter_map(|(object, secret)| {
        if !secret.type_().is("kubernetes.io/service-account-token") {
            return None;
        }
        let namespace = object.namespace().unwrap_or_default();
        let account = Identity::ServiceAccount { namespace, name: secret.service_account()? };
        Some(((object.name(), namespace), (object, account)))
    });
    tokens.collect()
}

/// Pods that are objects of their own, by their place among the workloads.
#[derive(Default)]
pub(super) struct Pods<'a> {
    pub(super) by_name: HashMap<&'a str, Vec<usize>>,
    pub(super) by_node: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Pods<'a> {
    pub(super) fn of(workloads: &[Workload<'a>]) -> Self {
        let mut pods = Self::default();
        for (at, workload) in workloads.iter().enumerate() {
            if workload.object().kind() == Kind::Pod {
                pods.by_name.entry(workload.object().name()).or_default().push(at);
            }
            if let Some(node) = node_of(*workload) {
                pods.by_node.entry(node).or_default().push(at);
            }
        }
        pods
    }
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn workloads(&mut self) {
        for (point, workload) in self.each_workload() {
            let text = format!("one of them is of `{}`", workload.object().name());
            self.follows(Point::PodsOf(workload.namespace()), point, text);
            if let Some(node) = node_of(workload) {
                let text = format!("`{}` runs there", workload.object().name());
                self.follows(Point::Node(node), point, text);
                let text = format!("one of them is node `{node}`");
                self.follows(Point::Nodes, Point::Node(node), text);
                self.follows(Point::Node(node), Point::Goal(Goal::Node), "it is a node".to_owned());
            }
            if workload.is_control_plane() {
                let name = workload.object().name();
                let text = format!("`{name}` is a part of the control plane and has its keys");
                self.follows(point, Point::Goal(Goal::ClusterAdmin), text);
                continue;
            }
            self.token(point, workload);
            self.mounted_secrets(point, workload);
            self.escape(point, workload);
            if workload.object().kind() == Kind::DaemonSet {
                let name = workload.object().name();
                let edge = Edge::of(format!("the pods of `{name}` run on every node it chooses"));
                let assumes = workload.chooses_nodes().then_some(CHOSEN);
                self.edge(Point::Goal(Goal::Node), point, edge.assuming(assumes));
            }
        }
        let namespaces: BTreeSet<&'a str> =
            self.paths.workloads.iter().map(|workload| workload.namespace()).collect();
        for namespace in namespaces {
            let text = format!("one of them is in namespace `{namespace}`");
            self.follows(Point::Pods, Point::PodsOf(namespace), text);
        }
        let text = "it runs on one of them".to_owned();
        self.follows(Point::Nodes, Point::Pods, text);
        self.follows(Point::Nodes, Point::Goal(Goal::Node), "it is one of them".to_owned());
    }

    /// Can its pods send requests to the API server, and on what assumption?
    fn reaches_server(&self, workload: Workload<'a>) -> Option<Option<&'static str>> {
        let is_isolated =
            matches!(self.network.isolated(workload, Direction::Egress), Known::Yes(_));
        if !is_isolated {
            return Some(None);
        }
        let mut ports = API_PORTS.into_iter();
        ports.any(|port| self.network.may_leave_pods(workload, Some(port))).then_some(Some(REACHES))
    }

    /// Can its pods act as their service account?
    pub(super) fn has_token(&self, workload: Workload<'a>) -> bool {
        token_place(self.cluster, workload).is_some() && self.reaches_server(workload).is_some()
    }

    fn token(&mut self, point: Point<'a>, workload: Workload<'a>) {
        let object = workload.object();
        let Some(place) = token_place(self.cluster, workload) else {
            return;
        };
        let Some(assumes) = self.reaches_server(workload) else {
            return;
        };
        let account = workload.identity();
        let change = format!("mount no token into the pods of `{}`", object.name());
        let cause = self.cause(change, object);
        let text = format!("its pods hold the token of {account}");
        let edge = Edge { object: Some(object), place: Some(place), ..Edge::of(text) };
        self.edge(point, Point::Identity(account), edge.by(cause).assuming(assumes));
    }

    /// From its pods to whoever the tokens belong to that are in the Secrets it is given.
    fn mounted_secrets(&mut self, point: Point<'a>, workload: Workload<'a>) {
        if self.tokens.is_empty() {
            return;
        }
        let object = workload.object();
        let volumes = workload.spec().volumes().iter();
        let volumes = volumes.flat_map(|volume| {
            volume.secret_names().into_iter().map(move |name| (name, volume.node()))
        });
        let containers = workload.containers().flat_map(|(_, container)| {
            container.secret_names().into_iter().map(move |name| (name, container.node()))
        });
        for (name, node) in volumes.chain(containers).collect::<Vec<_>>() {
            let Some(&(_, account)) = self.tokens.get(&(name, workload.namespace())) else {
                continue;
            };
            let Some(assumes) = self.reaches_server(workload) else {
                return;
            };
            let change = format!("give Secret `{name}` to no pod of `{}`", object.name());
            let cause = self.cause(change, object);
            let text =
                format!("its pods are given Secret `{name}`, which holds a token of {account}");
            let edge = Edge::of(text).at(object, node).by(cause).assuming(assumes);
            self.edge(point, Point::Identity(account), edge);
        }
    }

    /// From the right to read Secrets to whoever a stored token belongs to.
    pub(super) fn token_secrets(&mut self) {
        let tokens: Vec<_> = self.tokens.iter().map(|(key, token)| (*key, *token)).collect();
        for ((name, namespace), (object, account)) in tokens {
            let cause = self.cause(format!("delete Secret `{name}`"), object);
            let edge = Edge::of(format!("Secret `{name}` holds a token of {account}"))
                .at(object, object.name_node())
                .by(cause);
            self.edge(Point::Goal(Goal::AllSecrets), Point::Identity(account), edge.clone());
            self.edge(Point::SecretsOf(namespace), Point::Identity(account), edge);
        }
    }
}

/// The node that its one pod is on, where that is written.
pub(super) fn node_of(workload: Workload<'_>) -> Option<&str> {
    let node = workload.spec().node_name().get()?;
    (workload.object().kind() == Kind::Pod && !node.is_empty()).then_some(node)
}

//! Ways through the control plane itself: its nodes, kubelets and etcd that ask nobody, and what holds kubelets to
//! their own node.

use super::Builder;
use crate::engine::control_plane::Component;
use crate::engine::paths::{Edge, Goal, Point};
use crate::model::Workload;
use crate::model::node::ClusterNode;

const KUBELET_PORT: u16 = 10250;
const TO_KUBELET: &str =
    "nothing outside the cluster's policies keeps pods from the kubelet's port";
const TO_ETCD: &str = "nothing outside the cluster's policies keeps pods from etcd's port";

impl<'a> Builder<'_, 'a> {
    pub(super) fn control_plane(&mut self) {
        self.nodes();
        self.open_kubelet();
        self.open_etcd();
        self.free_kubelets();
    }

    /// A node of the control plane has its keys.
    fn nodes(&mut self) {
        for (object, node) in self.cluster.all::<ClusterNode<'a>>() {
            let name = object.name();
            self.follows(Point::Nodes, Point::Node(name), format!("one of them is node `{name}`"));
            self.follows(Point::Node(name), Point::Goal(Goal::Node), "it is a node".to_owned());
            if let Some(role) = node.control_plane_role() {
                let text = format!("node `{name}` is one of the control plane and has its keys");
                let edge = Edge::of(text).at(object, role);
                self.edge(Point::Node(name), Point::Goal(Goal::ClusterAdmin), edge);
            }
        }
    }

    /// A kubelet that takes every request runs commands in its pods for whoever reaches it.
    fn open_kubelet(&mut self) {
        let plane = self.plane;
        let mut own = plane.kubelets().iter().filter(|kubelet| !kubelet.is_of_made());
        let open = own.find_map(|kubelet| {
            let mode = kubelet.authorization();
            let is_open = mode.is(&"AlwaysAllow") && kubelet.anonymous().is(&true);
            is_open.then(|| kubelet.place(&mode))
        });
        let Some((object, node)) = open else {
            return;
        };
        let cause =
            self.cause("have the kubelet ask who calls and what they may do".to_owned(), object);
        let text = "the kubelet runs commands in its pods for everybody";
        let edge = Edge::of(text.to_owned()).at(object, node).by(cause).assuming(Some(TO_KUBELET));
        for point in self.leaving(KUBELET_PORT) {
            self.edge(point, Point::Pods, edge.clone());
        }
    }

    /// Whoever talks to etcd reads and writes every object.
    fn open_etcd(&mut self) {
        let plane = self.plane;
        let open = plane.own_servers(Component::Etcd);
        let Some((server, port)) = open.filter_map(|one| Some((one, one.open_port()?))).next()
        else {
            return;
        };
        let cause =
            self.cause("have etcd ask for a client's certificate".to_owned(), server.object);
        let text = format!("etcd answers everybody on port {port}");
        let spot = server.spot("listen-client-urls");
        let edge = Edge::of(text).at(server.object, spot).by(cause).assuming(Some(TO_ETCD));
        for point in self.leaving(port) {
            self.edge(point, Point::Goal(Goal::ClusterAdmin), edge.clone());
        }
    }

    /// The workloads whose policies may let them reach a port of a node.
    fn leaving(&self, port: u16) -> Vec<Point<'a>> {
        let may = |workload: Workload<'a>| {
            !workload.is_control_plane() && self.network.may_leave_pods(workload, Some(port))
        };
        let all = self.each_workload().into_iter();
        all.filter(|(_, workload)| may(*workload)).map(|(point, _)| point).collect()
    }

    /// Without NodeRestriction a kubelet makes pods under whatever account
    /// (<https://kubernetes.io/docs/reference/access-authn-authz/node/>).
    fn free_kubelets(&mut self) {
        let plane = self.plane;
        let free = plane.own_servers(Component::ApiServer).find_map(|server| {
            let restricted = plane.admission_plugin(server, "NodeRestriction");
            let authorizers = plane.authorizers(server);
            let asks_node = authorizers.value().is_some_and(|list| list.contains(&"Node"));
            (asks_node && restricted.is(&false)).then(|| server.place(&restricted))
        });
        if let Some((object, node)) = free {
            let cause =
                self.cause("enable the admission plugin `NodeRestriction`".to_owned(), object);
            let text =
                "without `NodeRestriction` its kubelet may make pods under any service account";
            let edge = Edge::of(text.to_owned()).at(object, node).by(cause);
            self.edge(Point::Goal(Goal::Node), Point::Accounts, edge);
        }
    }
}

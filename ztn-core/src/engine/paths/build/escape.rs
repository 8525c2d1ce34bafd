//! Out of a container, by what the pod itself says.

use super::Builder;
use super::workloads::node_of;
use crate::engine::paths::{Edge, Goal, Point};
use crate::engine::rbac::Need;
use crate::model::Workload;
use crate::model::capability::Capability;
use crate::model::container::Container;
use crate::model::host_path::{self, PathClass};
use crate::model::rbac::Identity;
use crate::model::workload::NodePath;
use crate::parse::Node;

const ROOT: &str = "the image runs as root";
const ON_CONTROL_PLANE: &str = "it runs on a node of the control plane";
const MADE_AGAIN: &str = "what is moved is made again on its node";

/// One way out.
struct Way<'a> {
    node: Node<'a>,
    text: String,
    assumes: Option<&'static str>,
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn escape(&mut self, point: Point<'a>, workload: Workload<'a>) {
        let keys = keys_of_control_plane(workload);
        let way = by_container(workload).or_else(|| by_path(workload));
        let has_node = way.is_some();
        let (way, sends) = match way {
            Some(way) => (Some(way), None),
            None => self.by_logs(workload).unzip(),
        };
        if keys.is_none() && way.is_none() {
            return;
        }
        let object = workload.object();
        let cause = self.cause(format!("confine the pods of `{}`", object.name()), object);
        let edge = |Way { node, text, assumes }: Way<'a>| {
            Edge::of(text).at(object, node).by(cause).assuming(assumes)
        };
        if let Some(keys) = keys {
            self.edge(point, Point::Goal(Goal::ClusterAdmin), edge(keys));
        }
        if let Some(way) = way {
            let to = node_of(workload).map_or(Point::Goal(Goal::Node), Point::Node);
            self.edge(point, to, Edge { sends: sends.into_iter().collect(), ..edge(way) });
        }
        if has_node {
            self.steer(point, workload, cause);
        }
    }

    /// Whoever has a node and may choose where pods run has every pod come there.
    fn steer(&mut self, point: Point<'a>, workload: Workload<'a>, cause: usize) {
        let who = workload.identity();
        if !self.has_token(workload) {
            return;
        }
        let changes = ["update", "patch"].into_iter().flat_map(|verb| {
            ["nodes", "nodes/status"].map(|resource| Need::on(verb, "", resource, None))
        });
        let moves =
            [Need::on("delete", "", "pods", None), Need::on("create", "", "pods/eviction", None)];
        let change = changes.into_iter().find(|need| self.may(who, need));
        let moved = moves.into_iter().find(|need| self.may(who, need));
        let delete = Need::on("delete", "", "nodes", None);
        let (sends, how) = match (change, moved) {
            (Some(change), Some(moved)) => (
                vec![(who, change), (who, moved)],
                "close the other nodes and move pods to its own",
            ),
            _ if self.may(who, &delete) => (vec![(who, delete)], "delete the other nodes"),
            _ => return,
        };
        let text = format!("with the node in hand, {who} may {how}");
        let object = workload.object();
        let edge = Edge { sends, ..Edge::of(text).at(object, object.name_node()) };
        self.edge(point, Point::Pods, edge.by(cause).assuming(Some(MADE_AGAIN)));
    }

    /// A link in the node's logs leads to any file, for whoever may then read logs.
    fn by_logs(&self, workload: Workload<'a>) -> Option<(Way<'a>, (Identity<'a>, Need<'a>))> {
        let who = workload.identity();
        let (at, container) = workload.node_paths().find_map(|at| {
            let class = host_path::sensitive(at.path().or(""))?;
            let container = written_by(workload, at)?;
            (class == PathClass::Logs).then_some((at, container))
        })?;
        let needs = [
            Need::on("get", "", "pods/log", Some(workload.namespace())),
            Need::on("get", "", "nodes/log", None),
            Need::on("get", "", "nodes/proxy", None),
        ];
        let need = needs.into_iter().filter(|_| self.has_token(workload));
        let need = need.into_iter().find(|need| self.may(who, need))?;
        let path = at.path().or("");
        let text = format!("it can put links into the node's `{path}`, and {who} may read logs");
        let assumes = assumes_root(workload, container);
        Some((Way { node: at.path().node(), text, assumes }, (who, need)))
    }
}

/// By the rights of a container, and by what it shares with the node.
fn by_container(workload: Workload<'_>) -> Option<Way<'_>> {
    let sure = |node, text| Some(Way { node, text, assumes: None });
    let sees_node = workload.spec().host_pid().is_true();
    let own_users = workload.has_user_namespace();
    workload.containers().find_map(|(_, container)| {
        let name = container.name().or("?");
        if workload.is_privileged(container) {
            return sure(container.node(), format!("container `{name}` runs privileged"));
        }
        if workload.effective_host_process(container).is_true() {
            let text = format!("container `{name}` is a process of its Windows node");
            return sure(container.node(), text);
        }
        if own_users || workload.is_windows() {
            return None;
        }
        let context = container.security_context().get()?;
        let added = || context.capabilities().get().into_iter().flat_map(|all| all.added());
        let gives_node = |one: &Capability| one.danger().is_some_and(|danger| danger.gives_node);
        if let Some((capability, node)) = added().find(|(one, _)| gives_node(one)) {
            let text = format!("container `{name}` has the capability `{}`", capability.name());
            return sure(node, text);
        }
        let (_, node) = added().find(|(one, _)| sees_node && one.name() == "SYS_PTRACE")?;
        sure(node, format!("container `{name}` has `SYS_PTRACE` and sees the node's processes"))
    })
}

/// By the paths of the node that it mounts.
fn by_path(workload: Workload<'_>) -> Option<Way<'_>> {
    workload.node_paths().find_map(|at| {
        let field = at.path();
        let path = field.or("");
        let way = |container, text| {
            let assumes = assumes_root(workload, container);
            Some(Way { node: field.node(), text, assumes })
        };
        if let Some(socket) = host_path::runtime_socket(path)
            && let Some(container) = mounted_by(workload, at)
        {
            return way(container, format!("it can command the container runtime at `{socket}`"));
        }
        let class = host_path::sensitive(path);
        if let Some(container) = written_by(workload, at) {
            if class.is_some_and(PathClass::commands_node) {
                return way(container, format!("it can write to the node's `{path}`"));
            }
            if host_path::holds_core_pattern(path) {
                let text = format!(
                    "it can write to the node's `{path}`, which says what runs where a process crashes"
                );
                return way(container, text);
            }
        }
        let gives_node = host_path::holds_node_credentials(path);
        let container = mounted_by(workload, at).filter(|_| gives_node)?;
        way(container, format!("it can read the node's `{path}`, where its kubelet's credentials are"))
    })
}

/// The keys of the control plane, where a node of it is mounted.
fn keys_of_control_plane(workload: Workload<'_>) -> Option<Way<'_>> {
    let mut paths = workload.node_paths();
    let at = paths.find(|at| {
        let has_keys = host_path::holds_cluster_keys(at.path().or(""));
        has_keys && mounted_by(workload, *at).is_some()
    })?;
    let path = at.path().or("");
    let text =
        format!("it can read the node's `{path}`, where the control plane has its keys and data");
    let assumes = workload.asks_for_control_plane().is_none().then_some(ON_CONTROL_PLANE);
    Some(Way { node: at.path().node(), text, assumes })
}

/// A container that has a path of the node and may be root there.
fn mounted_by<'a>(workload: Workload<'a>, at: NodePath<'a>) -> Option<Container<'a>> {
    let mounts = workload.mounts_of(at.volume.name().or("?"));
    let mut containers = mounts.map(|(container, _)| container);
    containers.find(|container| is_root(workload, *container))
}

/// The same of one that can also write there.
fn written_by<'a>(workload: Workload<'a>, at: NodePath<'a>) -> Option<Container<'a>> {
    let mut mounts = workload.mounts_of(at.volume.name().or("?"));
    let found = mounts
        .find(|(container, mount)| !mount.read_only().is_true() && is_root(workload, *container));
    found.map(|(container, _)| container)
}

/// May it be root, and root of the node?
fn is_root<'a>(workload: Workload<'a>, container: Container<'a>) -> bool {
    !workload.refuses_root(container) && !workload.has_user_namespace()
}

fn assumes_root<'a>(workload: Workload<'a>, container: Container<'a>) -> Option<&'static str> {
    let user = workload.effective_run_as_user(container);
    (user.get() != Some(0) && !workload.is_windows()).then_some(ROOT)
}

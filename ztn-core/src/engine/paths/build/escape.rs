//! Out of a container, by what the pod itself says.

use super::Builder;
use super::workloads::node_of;
use crate::engine::paths::{Edge, Goal, Point};
use crate::engine::rbac::Need;
use crate::model::capability::Capability;
use crate::model::container::Container;
use crate::model::host_path::{self, PathClass};
use crate::model::node::ClusterNode;
use crate::model::rbac::Identity;
use crate::model::{Kind, Workload};
use crate::parse::Node;

const ROOT: &str = "the image runs as root";
const ON_CONTROL_PLANE: &str = "it runs on a node of the control plane";
const OWN_USERS: &str = "a privileged container is not held by its user namespace";
const BECOMES_ROOT: &str = "a program of the image makes its user root";
const MADE_AGAIN: &str = "what is moved is made again on its node";

/// One way out.
struct Way<'a> {
    node: Node<'a>,
    text: String,
    assumes: Option<&'static str>,
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn escape(&mut self, point: Point<'a>, workload: Workload<'a>) {
        let keys = self.keys_of_control_plane(workload);
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
        let at = mounts(workload)
            .find(|at| at.is_writable && host_path::sensitive(&at.path) == Some(PathClass::Logs))?;
        let needs = [
            Need::on("get", "", "pods/log", Some(workload.namespace())),
            Need::on("get", "", "nodes/log", None),
            Need::on("get", "", "nodes/proxy", None),
        ];
        let need = needs.into_iter().filter(|_| self.has_token(workload));
        let need = need.into_iter().find(|need| self.may(who, need))?;
        let text =
            format!("it can put links into the node's `{}`, and {who} may read logs", at.path);
        Some((at.way(workload, text), (who, need)))
    }

    /// The keys of the control plane, where a node of it is mounted.
    fn keys_of_control_plane(&self, workload: Workload<'a>) -> Option<Way<'a>> {
        let at = mounts(workload).find(|at| host_path::holds_cluster_keys(&at.path))?;
        let node = node_of(workload)
            .and_then(|name| self.cluster.named(Kind::Node, "", name).next())
            .and_then(|object| object.view::<ClusterNode<'a>>());
        let assumes = match node {
            Some(node) => node.control_plane_role().map(|_| None)?,
            None => workload.asks_for_control_plane().is_none().then_some(ON_CONTROL_PLANE),
        };
        let path = &at.path;
        let text = format!(
            "it can read the node's `{path}`, where the control plane has its keys and data"
        );
        Some(Way { node: at.node, text, assumes })
    }
}

/// By the rights of a container, and by what it shares with the node.
fn by_container(workload: Workload<'_>) -> Option<Way<'_>> {
    let sees_node = workload.spec().host_pid().is_true();
    let own_users = workload.has_user_namespace();
    workload.containers().find_map(|(_, container)| {
        let name = container.name().or("?");
        let way = |node, text, assumes| Some(Way { node, text, assumes });
        if workload.effective_host_process(container).is_true() {
            let text = format!("container `{name}` is a process of its Windows node");
            return way(container.node(), text, None);
        }
        let assumes = assumes_rights(workload, container)?;
        if workload.is_privileged(container) {
            let assumes = if own_users { Some(OWN_USERS) } else { assumes };
            return way(container.node(), format!("container `{name}` runs privileged"), assumes);
        }
        if own_users || workload.is_windows() {
            return None;
        }
        let context = container.security_context().get()?;
        let added = || context.capabilities().get().into_iter().flat_map(|all| all.added());
        let gives_node = |one: &Capability| one.danger().is_some_and(|danger| danger.gives_node);
        if let Some((capability, node)) = added().find(|(one, _)| gives_node(one)) {
            let text = format!("container `{name}` has the capability `{}`", capability.name());
            return way(node, text, assumes);
        }
        let (_, node) = added().find(|(one, _)| sees_node && one.name() == "SYS_PTRACE")?;
        let text = format!("container `{name}` has `SYS_PTRACE` and sees the node's processes");
        way(node, text, assumes)
    })
}

/// By the paths of the node that it mounts.
fn by_path(workload: Workload<'_>) -> Option<Way<'_>> {
    mounts(workload).find_map(|at| {
        let path = &at.path;
        let commands = || host_path::sensitive(path).is_some_and(PathClass::commands_node);
        let text = if let Some(socket) = host_path::runtime_socket(path) {
            format!("it can command the container runtime at `{socket}`")
        } else if at.is_writable && commands() {
            format!("it can write to the node's `{path}`")
        } else if at.is_writable && host_path::holds_core_pattern(path) {
            format!(
                "it can write to the node's `{path}`, which says what runs where a process crashes"
            )
        } else if host_path::holds_node_credentials(path) {
            format!("it can read the node's `{path}`, where its kubelet's credentials are")
        } else {
            return None;
        };
        Some(at.way(workload, text))
    })
}

/// A path of the node in a container that may be root there.
struct Mounted<'a> {
    container: Container<'a>,
    /// Where the volume says the path.
    node: Node<'a>,
    path: String,
    is_writable: bool,
}

impl<'a> Mounted<'a> {
    fn way(&self, workload: Workload<'a>, text: String) -> Way<'a> {
        Way { node: self.node, text, assumes: assumes_root(workload, self.container) }
    }
}

/// What a container that may be root has of the node. What an expression stands for no file says.
fn mounts(workload: Workload<'_>) -> impl Iterator<Item = Mounted<'_>> {
    workload.node_paths().flat_map(move |at| {
        let field = at.path();
        let found =
            workload.mounts_of(at.volume.name().or("?")).filter(move |(container, mount)| {
                is_root(workload, *container) && mount.sub_path_expr().is_absent()
            });
        found.map(move |(container, mount)| {
            let path = match (field.or(""), mount.sub_path().or("")) {
                (whole, "") => whole.to_owned(),
                (whole, part) => format!("{}/{part}", whole.trim_end_matches('/')),
            };
            let is_writable = !mount.read_only().is_true();
            Mounted { container, node: field.node(), path, is_writable }
        })
    })
}

/// May it be root, and root of the node?
fn is_root<'a>(workload: Workload<'a>, container: Container<'a>) -> bool {
    !workload.refuses_root(container) && !workload.has_user_namespace()
}

fn assumes_root<'a>(workload: Workload<'a>, container: Container<'a>) -> Option<&'static str> {
    let user = workload.effective_run_as_user(container);
    (user.get() != Some(0) && !workload.is_windows()).then_some(ROOT)
}

/// Another user than root has the rights that its container is given only in programs whose file says so, and in none
/// where nobody gains privileges. (`capabilities(7)`)
fn assumes_rights<'a>(
    workload: Workload<'a>,
    container: Container<'a>,
) -> Option<Option<&'static str>> {
    if !workload.refuses_root(container) {
        return Some(None);
    }
    let gains = container.security_context().then(|context| context.allow_privilege_escalation());
    (!gains.is_false()).then_some(Some(BECOMES_ROOT))
}

//! The graph: each edge under its exact precondition.

use std::collections::{HashMap, HashSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::{Cause, Edge, Goal, Paths, Point};
use crate::engine::Known;
use crate::engine::network::{Direction, Network};
use crate::engine::pod_security::{Level, PodSecurity};
use crate::engine::rbac::{Asker, Binding, Held, Need, Power, Rbac};
use crate::model::host_path;
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::model::rbac::Identity;
use crate::model::secret::Secret;
use crate::model::service_account::mounted_token;
use crate::model::{Cluster, Kind, Object, Place, Workload};

const ADMITS: &str = "no admission policy pins service accounts";
const PRIVILEGED: &str = "no admission policy refuses privileged pods";
const REACHES: &str = "the policies that isolate its egress permit the API server";

pub(super) fn build<'a>(cluster: &'a Cluster, rbac: &Rbac<'a>, network: &Network<'a>) -> Paths<'a> {
    let mut builder = Builder {
        cluster,
        rbac,
        paths: Paths {
            workloads: cluster.workloads().collect(),
            graph: DiGraph::new(),
            index: HashMap::new(),
            causes: Vec::new(),
        },
        lenient: lenient_namespaces(cluster),
        default: PodSecurity::default_level(cluster),
    };
    builder.workloads(network);
    builder.identities();
    let bindings: Vec<&Binding<'a>> = rbac.bindings().iter().collect();
    bindings.into_iter().for_each(|binding| builder.binding(binding));
    builder.token_secrets();
    builder.paths
}

struct Builder<'b, 'a> {
    cluster: &'a Cluster,
    rbac: &'b Rbac<'a>,
    paths: Paths<'a>,
    /// The levels that namespaces enforce.
    lenient: HashMap<&'a str, Level>,
    default: Option<Level>,
}

/// The Pod Security Standard of each namespace that names one.
fn lenient_namespaces(cluster: &Cluster) -> HashMap<&str, Level> {
    let named = cluster.all::<Namespace<'_>>().filter_map(|(object, namespace)| {
        let level = namespace.pod_security(PodSecurityMode::Enforce).get()?;
        Some((object.name(), Level::from_label(level)?))
    });
    named.collect()
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
        self.edge(
            from,
            to,
            Edge { text, sends: None, cause: None, assumes: None, object: None, place: None },
        );
    }

    fn cause(&mut self, change: String, object: Object<'a>) -> usize {
        self.paths.causes.push(Cause { change, object });
        self.paths.causes.len() - 1
    }

    /// From each workload to its identity and to its node, and from hands on all pods to each.
    fn workloads(&mut self, network: &Network<'a>) {
        for at in 0..self.paths.workloads.len() {
            let Some(&workload) = self.paths.workloads.get(at) else {
                continue;
            };
            let point = Point::Workload(at);
            let namespace = workload.namespace();
            let text = format!("one of them is of `{}`", workload.object().name());
            self.follows(Point::PodsOf(namespace), point, text);
            if workload.is_control_plane() {
                self.control_plane(point, workload);
                continue;
            }
            self.token(point, workload, network);
            self.escape(point, workload);
            if workload.object().kind() == Kind::DaemonSet {
                let text = format!(
                    "the pods of `{}` run on every node it chooses",
                    workload.object().name()
                );
                self.follows(Point::Goal(Goal::Node), point, text);
            }
        }
        let namespaces: HashSet<&'a str> =
            self.paths.workloads.iter().map(|workload| workload.namespace()).collect();
        let mut namespaces: Vec<&'a str> = namespaces.into_iter().collect();
        namespaces.sort_unstable();
        for namespace in namespaces {
            let text = format!("one of them is in namespace `{namespace}`");
            self.follows(Point::Pods, Point::PodsOf(namespace), text);
        }
    }

    fn control_plane(&mut self, point: Point<'a>, workload: Workload<'a>) {
        let text = format!(
            "`{}` is a part of the control plane and has its keys",
            workload.object().name()
        );
        self.follows(point, Point::Goal(Goal::ClusterAdmin), text);
    }

    fn token(&mut self, point: Point<'a>, workload: Workload<'a>, network: &Network<'a>) {
        let object = workload.object();
        let projected = workload.spec().volumes().iter().find_map(|volume| volume.api_token());
        let spot = match (mounted_token(self.cluster, workload), projected) {
            (Some(token), _) => Place::of(object, token.field),
            (None, Some(volume)) => Place::of(object, volume),
            (None, None) => return,
        };
        let account = Identity::ServiceAccount {
            namespace: workload.namespace(),
            name: workload.service_account_name(),
        };
        let is_isolated = matches!(network.isolated(workload, Direction::Egress), Known::Yes(_));
        let change = format!("mount no token into the pods of `{}`", object.name());
        let cause = Some(self.cause(change, object));
        let edge = Edge {
            text: format!("its pods hold the token of {account}"),
            sends: None,
            cause,
            assumes: (is_isolated && !workload.host_network().is_true()).then_some(REACHES),
            object: Some(object),
            place: Some(spot),
        };
        self.edge(point, Point::Identity(account), edge);
    }

    /// Out of the container, by what the pod itself says.
    fn escape(&mut self, point: Point<'a>, workload: Workload<'a>) {
        let object = workload.object();
        let by_container = workload.containers().find_map(|(_, container)| {
            let name = container.name().or("?");
            if workload.is_privileged(container) {
                return Some((container.node(), format!("container `{name}` runs privileged")));
            }
            let context = container.security_context().get()?;
            let (capability, node) =
                context.capabilities().get()?.added().find(|(capability, _)| {
                    capability.danger().is_some_and(|danger| danger.gives_node)
                })?;
            Some((node, format!("container `{name}` has the capability `{}`", capability.name())))
        });
        let by_path = || {
            workload.node_paths().find_map(|at| {
                let path = at.source.path();
                let class = host_path::sensitive(path.or(""))?;
                let volume = at.volume.name().or("?");
                let mut mounts = workload.mounts_of(volume);
                let is_written = mounts.any(|(_, mount)| !mount.read_only().is_true());
                (class.commands_node() && is_written)
                    .then(|| (path.node(), format!("it can write to the node's `{}`", path.or(""))))
            })
        };
        let Some((node, text)) = by_container.or_else(by_path) else {
            return;
        };
        let cause = Some(self.cause(format!("confine the pods of `{}`", object.name()), object));
        let place = Some(Place::of(object, node));
        let edge = Edge { text, sends: None, cause, assumes: None, object: Some(object), place };
        self.edge(point, Point::Goal(Goal::Node), edge);
    }

    /// Every account that something speaks of, below those of its namespace, and in its groups.
    fn identities(&mut self) {
        let mut accounts: HashSet<Identity<'a>> = self.rbac.subjects().into_iter().collect();
        accounts.extend(self.paths.workloads.iter().map(|workload| Identity::ServiceAccount {
            namespace: workload.namespace(),
            name: workload.service_account_name(),
        }));
        let mut accounts: Vec<Identity<'a>> = accounts.into_iter().collect();
        accounts.sort_unstable();
        let groups: HashMap<&'a str, Identity<'a>> = accounts
            .iter()
            .filter_map(|who| match who {
                Identity::Group(name) => Some((*name, *who)),
                _ => None,
            })
            .collect();
        let mut namespaces = HashSet::new();
        for who in accounts {
            let point = Point::Identity(who);
            for group in Asker::new(who).identities().skip(1) {
                if let Identity::Group(name) = group
                    && let Some(known) = groups.get(name)
                {
                    self.follows(point, Point::Identity(*known), format!("{who} is in {group}"));
                }
            }
            if who == Identity::Group("system:masters") {
                let text = "no authorizer is asked about its members".to_owned();
                self.follows(point, Point::Goal(Goal::ClusterAdmin), text);
            }
            if let Identity::ServiceAccount { namespace, .. } = who {
                self.follows(Point::AccountsOf(namespace), point, format!("one of them is {who}"));
                if namespaces.insert(namespace) {
                    let text = format!("one of them is in namespace `{namespace}`");
                    self.follows(Point::Accounts, Point::AccountsOf(namespace), text);
                }
            }
        }
        let admin = Point::Goal(Goal::ClusterAdmin);
        for goal in [Goal::AllSecrets, Goal::Node] {
            self.follows(admin, Point::Goal(goal), "cluster-admin may do everything".to_owned());
        }
    }

    /// What a binding lets each of its subjects become.
    fn binding(&mut self, binding: &Binding<'a>) {
        let everything = binding.roles().iter().any(|id| self.rbac.allows_everything(*id));
        let held: Vec<Held<'_, 'a>> =
            if everything { Vec::new() } else { self.rbac.held_by(binding).collect() };
        let mut shared = None;
        for (who, spot) in &binding.subjects {
            let from = Point::Identity(*who);
            let mut cause = |builder: &mut Self| {
                let object = binding.object?;
                *shared.get_or_insert_with(|| {
                    Some(builder.cause(format!("delete or narrow {}", binding.text()), object))
                })
            };
            let edge = |what: &str, cause, assumes, sends| Edge {
                text: format!("{} lets {who} {what}", binding.text()),
                sends,
                cause,
                assumes,
                object: binding.object,
                place: binding.object.map(|object| match spot {
                    Some(spot) => Place::of(object, *spot),
                    None => Place::of(object, object.name_node()),
                }),
            };
            if everything {
                let to = match binding.namespace {
                    None | Some("kube-system") => Point::Goal(Goal::ClusterAdmin),
                    Some(namespace) => Point::AccountsOf(namespace),
                };
                let cause = cause(self);
                let sends = Need::on("*", "*", "*", binding.namespace);
                self.edge(from, to, edge("do everything", cause, None, Some((*who, sends))));
                continue;
            }
            for held in &held {
                for (to, what, assumes, needs_more) in self.gains(*who, held) {
                    // What hangs on another binding as well is cut by itself.
                    let cause = match (needs_more, binding.object) {
                        (true, Some(object)) => {
                            Some(self.cause(format!("delete or narrow {}", binding.text()), object))
                        }
                        _ => cause(self),
                    };
                    let what = what.replace("{}", &self.paths.text(to));
                    let sends = Some((*who, held.need()));
                    self.edge(from, to, edge(&what, cause, assumes, sends));
                }
            }
        }
    }

    /// Where one power leads, for one subject: the point, what is done, what is assumed, and whether it takes
    /// another right of the subject beside it.
    fn gains(
        &self,
        who: Identity<'a>,
        held: &Held<'_, 'a>,
    ) -> Vec<(Point<'a>, String, Option<&'static str>, bool)> {
        let place = held.binding.and_then(|binding| binding.namespace);
        let accounts = place.map_or(Point::Accounts, Point::AccountsOf);
        let pods = place.map_or(Point::Pods, Point::PodsOf);
        let admin = Point::Goal(Goal::ClusterAdmin);
        let node = Point::Goal(Goal::Node);
        let is_named = held.is_named();
        let has = |power| self.rbac.has_power(who, power, place);
        let (verb, resource) = held.by;
        let does = |what: &str| format!("{what} (`{verb}` on `{resource}`)");
        match held.power {
            Power::ReadSecrets if place.is_none() && !is_named => {
                vec![(Point::Goal(Goal::AllSecrets), does("read every Secret"), None, false)]
            }
            Power::MintTokens | Power::ImpersonateServiceAccounts if is_named => {
                let named = held.rule.names.iter().filter_map(|name| {
                    let account = Identity::ServiceAccount { namespace: place?, name };
                    Some((Point::Identity(account), does("act as {}"), None, false))
                });
                named.collect()
            }
            Power::MintTokens => vec![(accounts, does("have a token made of {}"), None, false)],
            Power::ImpersonateServiceAccounts => vec![(accounts, does("act as {}"), None, false)],
            Power::RunWorkloads | Power::ChangeWorkloads => {
                let mut gains = vec![(accounts, does("run a pod under {}"), Some(ADMITS), false)];
                if !is_named && place.is_none_or(|namespace| self.admits_privileged(namespace)) {
                    gains.push((node, does("run a privileged pod"), Some(PRIVILEGED), false));
                }
                gains
            }
            Power::EnterPods | Power::InjectContainers
                if !is_named && resource != "pods/portforward" =>
            {
                vec![(pods, does("run code in {}"), None, false)]
            }
            Power::DriveKubelets if !is_named => {
                vec![(Point::Pods, does("run code in {} through the kubelet"), None, false)]
            }
            Power::Escalate if !is_named && has(Power::WriteRoles) => {
                let to = if place.is_none() { admin } else { accounts };
                vec![(to, does("write any right into a role"), None, true)]
            }
            Power::Bind => {
                let gives_all = !is_named
                    || held.rule.names.iter().any(|name| self.rbac.gives_everything(name));
                match (gives_all, place) {
                    (true, None) if has(Power::WriteClusterRoleBindings) => {
                        vec![(admin, does("bind cluster-admin"), None, true)]
                    }
                    (true, _) if has(Power::WriteRoleBindings) => {
                        vec![(
                            accounts,
                            does("bind cluster-admin in the namespace, and so become {}"),
                            None,
                            true,
                        )]
                    }
                    _ => Vec::new(),
                }
            }
            Power::ImpersonateUsers if !is_named && self.becomes_master(who) => {
                vec![(admin, does("act as a member of `system:masters`"), None, true)]
            }
            Power::ImpersonateUsers if !is_named && resource == "users" => {
                vec![(Point::Accounts, does("act as {}, by its user name"), None, false)]
            }
            Power::ApproveRequests
                if has(Power::ApproveForSigners) && has(Power::RequestCertificates) =>
            {
                vec![(
                    Point::Accounts,
                    does("have a certificate issued in the name of {}"),
                    None,
                    true,
                )]
            }
            Power::ChangeMutation if !is_named => {
                let text = does("rewrite pods to run under {}");
                vec![(Point::Accounts, text, None, false)]
            }
            Power::CreateVolumes if has(Power::RunWorkloads) => {
                vec![(node, does("mount the node's own file system"), None, true)]
            }
            _ => Vec::new(),
        }
    }

    /// May somebody act as any user in the group that passes every authorizer?
    fn becomes_master(&self, who: Identity<'a>) -> bool {
        let asker = Asker::new(who);
        let users = Need::on("impersonate", "", "users", None).named("anybody");
        let masters = Need::on("impersonate", "", "groups", None).named("system:masters");
        [users, masters].iter().all(|need| matches!(self.rbac.can(&asker, need), Known::Yes(_)))
    }

    /// Does Pod Security Admission let a privileged pod into this namespace?
    fn admits_privileged(&self, namespace: &str) -> bool {
        let level = self.lenient.get(namespace).copied().or(self.default);
        level.unwrap_or(Level::Privileged) == Level::Privileged
    }

    /// From the right to read all Secrets to whoever a stored token belongs to.
    fn token_secrets(&mut self) {
        let secrets = self.cluster.all::<Secret<'a>>();
        let tokens: Vec<(Object<'a>, &'a str)> = secrets
            .filter(|(_, secret)| secret.type_().is("kubernetes.io/service-account-token"))
            .filter_map(|(object, secret)| Some((object, secret.service_account()?)))
            .collect();
        for (object, name) in tokens {
            let account = Identity::ServiceAccount {
                namespace: object.namespace().unwrap_or_default(),
                name,
            };
            let cause = Some(self.cause(format!("delete Secret `{}`", object.name()), object));
            let edge = Edge {
                text: format!("Secret `{}` holds a token of {account}", object.name()),
                sends: None,
                cause,
                assumes: None,
                object: Some(object),
                place: Some(Place::of(object, object.name_node())),
            };
            self.edge(Point::Goal(Goal::AllSecrets), Point::Identity(account), edge);
        }
    }
}

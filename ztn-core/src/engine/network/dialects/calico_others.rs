//! Calico's endpoints that are no pods: hosts, and sets of networks. They have labels as pods have, and the same
//! selectors choose them.

use std::collections::{HashMap, HashSet};

use crate::engine::network::dialects::compile::Compiler;
use crate::engine::network::policy::{Blocks, Group, Who};
use crate::engine::network::selector::{Expr, Key, Names, Sym, Tri, Value};
use crate::model::calico::{CalicoControllers, CalicoHostEndpoint, set_of};
use crate::model::namespace::Namespace;
use crate::model::node::{ClusterNode, NodeStatus};
use crate::model::{AddressRange, Cluster, Kind, Metadata, Object, StrMap};
use crate::options::Scope;

/// Every one of them.
#[derive(Default)]
pub(in crate::engine::network) struct Others<'a> {
    hosts: Vec<Host<'a>>,
    sets: Vec<Set<'a>>,
}

/// A host endpoint.
pub(in crate::engine::network) struct Host<'a> {
    /// The HostEndpoint; of one that Calico makes, the Node, or what says that it makes some.
    pub(in crate::engine::network) object: Object<'a>,
    /// None: any that the input does not have.
    pub(in crate::engine::network) node: Option<&'a str>,
    /// Does what no policy decides pass?
    pub(in crate::engine::network) passes: Tri,
    /// Is it all interfaces of the node?
    whole: Tri,
    labels: Labels<'a>,
    /// The addresses that peers know it by.
    addresses: Vec<AddressRange>,
}

/// What is known of the labels of one of them.
#[derive(Clone, Copy)]
struct Labels<'a> {
    written: Option<StrMap<'a>>,
    /// Does Calico make it?
    is_made: bool,
    /// May it have others?
    is_open: bool,
}

/// A set of networks.
struct Set<'a> {
    object: Object<'a>,
    labels: Labels<'a>,
    ranges: Vec<AddressRange>,
}

/// Host endpoints by their numbers, in order, each with whether it is chosen.
pub(in crate::engine::network) type Chosen = Vec<(u32, Tri)>;

impl<'a> Others<'a> {
    pub(in crate::engine::network) fn of(cluster: &'a Cluster, names: &mut Names<'a>) -> Self {
        let mut others = Self::default();
        let ranges = |list: &mut dyn Iterator<Item = &'a str>| -> Vec<AddressRange> {
            list.filter_map(AddressRange::parse_with_address).collect()
        };
        for (object, host) in cluster.all::<CalicoHostEndpoint<'_>>() {
            if let Some(spec) = host.spec().get() {
                let labels = labels(object, names);
                let addresses = ranges(&mut spec.expected_ips().iter());
                let profiles = spec.profiles();
                let passes = match profiles.is_empty() {
                    true => Tri::No,
                    false if profiles.iter().any(|profile| profile == ALLOWS_ALL) => Tri::Yes,
                    false => Tri::Maybe,
                };
                let whole = if spec.interface_name().is("*") { Tri::Yes } else { Tri::Maybe };
                let node = Some(spec.node_name().or(""));
                others.hosts.push(Host { object, node, passes, whole, labels, addresses });
            }
        }
        others.make_hosts(cluster, names);
        for object in cluster.of_kinds(SETS) {
            if let Some(spec) = set_of(object) {
                let labels = labels(object, names);
                let ranges = ranges(&mut spec.nets().iter());
                others.sets.push(Set { object, labels, ranges });
            }
        }
        others
    }

    /// Adds the host endpoints that Calico's controllers make for every node, if they are told to.
    /// <https://docs.tigera.io/calico/latest/reference/resources/kubecontrollersconfig>
    fn make_hosts(&mut self, cluster: &'a Cluster, names: &mut Names<'a>) {
        let Some(object) = cluster.named(Kind::CalicoControllers, "", "default").next() else {
            return;
        };
        let settings = object.view::<CalicoControllers<'_>>().map(|settings| settings.spec());
        let settings = settings.and_then(|spec| {
            let node = spec.then(|spec| spec.controllers()).then(|all| all.of_nodes());
            node.then(|node| node.host_endpoint()).get()
        });
        let Some(made) = settings.filter(|made| made.auto_create().is("Enabled")) else {
            return;
        };
        names.sym(CREATED_BY.1);
        let given: HashSet<&str> = self.hosts.iter().map(|host| host.object.name()).collect();
        let nodes = cluster.all::<ClusterNode<'_>>();
        let nodes =
            nodes.filter(|(node, _)| !given.contains(format!("{}-auto-hep", node.name()).as_str()));
        let mut hosts = Vec::new();
        for (node, view) in nodes {
            let addresses = view.status().then(NodeStatus::addresses);
            let addresses = addresses.iter().filter_map(|address| address.address().get());
            hosts.push(Host {
                object: node,
                node: Some(node.name()),
                passes: Tri::Yes,
                whole: Tri::Yes,
                labels: Labels { is_made: true, ..labels(node, names) },
                addresses: addresses.filter_map(AddressRange::parse_with_address).collect(),
            });
        }
        let labels = Labels { written: None, is_made: true, is_open: true };
        let (passes, whole) = (Tri::Yes, Tri::Yes);
        hosts.push(Host { object, node: None, passes, whole, labels, addresses: Vec::new() });
        // A template chooses some nodes, and some of their interfaces.
        if made.create_default().is("Disabled") || cluster.is_in_conflict(object) {
            hosts.iter_mut().for_each(|host| host.whole = Tri::Maybe);
        }
        if !made.templates().is_empty() {
            hosts.iter_mut().for_each(|host| host.labels.is_open = true);
        }
        if !made.create_default().is("Disabled") || !made.templates().is_empty() {
            self.hosts.extend(hosts);
        }
    }

    pub(in crate::engine::network) fn hosts(&self) -> impl Iterator<Item = (&Host<'a>, u32)> {
        self.hosts.iter().zip(0..)
    }

    /// The first of some hosts.
    pub(in crate::engine::network) fn first_of(&self, hosts: &Chosen) -> Option<Object<'a>> {
        let (number, _) = hosts.first()?;
        self.hosts.get(*number as usize).map(|host| host.object)
    }

    /// The host endpoints of each node, each with whether it is all of its interfaces; under no name those of
    /// nodes that are not named.
    pub(in crate::engine::network) fn by_node(&self) -> HashMap<Option<&'a str>, Chosen> {
        let mut by_node: HashMap<Option<&str>, Chosen> = HashMap::new();
        let mut told = HashSet::new();
        for (host, number) in self.hosts() {
            by_node.entry(host.node).or_default().push((number, host.whole));
            if host.labels.is_made {
                told.insert(host.node);
            }
        }
        // Calico makes some for nodes that the input does not have, too.
        if let Some(others) = by_node.get(&None).cloned() {
            let untold = by_node.iter_mut().filter(|(node, _)| !told.contains(*node));
            untold.for_each(|(_, hosts)| hosts.extend(&others));
        }
        by_node
    }

    /// The hosts that a selector chooses; none where it surely chooses none.
    pub(in crate::engine::network) fn hosts_chosen(
        &self,
        compiler: &Compiler<'a>,
        expr: &Expr,
    ) -> Option<Chosen> {
        let each = self.hosts();
        let each =
            each.map(|(host, number)| (number, is(compiler, expr, host.object, host.labels)));
        let chosen: Chosen = each.filter(|(_, is)| *is != Tri::No).collect();
        (!chosen.is_empty()).then_some(chosen)
    }

    /// Hosts as the other end, as far as their addresses are in `within`.
    pub(in crate::engine::network) fn hosts_by(
        &self,
        compiler: &Compiler<'a>,
        expr: &Expr,
        within: &Blocks,
    ) -> Vec<Who> {
        let mut known = Vec::new();
        let mut ranges = Vec::new();
        for (number, is) in self.hosts_chosen(compiler, expr).into_iter().flatten() {
            // Others know a host by the addresses it is expected to have, and by no other.
            let Some(host) = self.hosts.get(number as usize) else { continue };
            let held = host.addresses.iter().filter(|range| within.hold(range.start()));
            let held: Vec<AddressRange> = held.copied().collect();
            if let Some(all) = (!held.is_empty()).then_some(held.len() == host.addresses.len()) {
                known.push((number, if all { is } else { Tri::Maybe }));
            }
            ranges.extend(held);
        }
        if known.is_empty() {
            return Vec::new();
        }
        // A host that is no node of the cluster is an address outside.
        let blocks = Blocks { ranges, hold_nodes: false, ..Blocks::every() };
        vec![Who::Hosts(known), Who::Blocks(blocks)]
    }

    /// The addresses of the sets that a selector chooses, as far as they are in `within`.
    pub(in crate::engine::network) fn sets_by(
        &self,
        compiler: &Compiler<'a>,
        expr: &Expr,
        within: &Blocks,
    ) -> Vec<Who> {
        if self.sets.is_empty() {
            return Vec::new();
        }
        let mut ranges = Vec::new();
        let (mut some, mut unsure) = (false, false);
        for set in &self.sets {
            match self.is_chosen(compiler, expr, set) {
                Tri::Yes => {
                    some = true;
                    let pairs = set.ranges.iter().flat_map(|range| {
                        within.ranges.iter().filter_map(|within| range.and(*within))
                    });
                    ranges.extend(pairs);
                }
                Tri::Maybe => unsure = true,
                Tri::No => {}
            }
        }
        // Where there are sets, one that is not given may be meant.
        unsure |= !some && compiler.options.scope == Scope::Partial;
        let mut items = Vec::new();
        if some {
            let except = within.except.clone();
            items.push(Who::Blocks(Blocks { ranges, except, hold_pods: true, hold_nodes: true }));
        }
        if unsure {
            items.push(Who::Group(Group::SOME_OUTSIDE));
        }
        items
    }

    /// The addresses of the sets that a selector may choose.
    pub(in crate::engine::network) fn addresses_of(
        &self,
        compiler: &Compiler<'a>,
        expr: &Expr,
    ) -> Vec<AddressRange> {
        let chosen = |set: &&Set<'a>| self.is_chosen(compiler, expr, set) != Tri::No;
        self.sets.iter().filter(chosen).flat_map(|set| &set.ranges).copied().collect()
    }

    fn is_chosen(&self, compiler: &Compiler<'a>, expr: &Expr, set: &Set<'a>) -> Tri {
        is(compiler, expr, set.object, set.labels)
    }
}

/// The profile that lets everything pass.
const ALLOWS_ALL: &str = "projectcalico-default-allow";

/// The label of what Calico's controllers make.
const CREATED_BY: (&str, &str) = ("projectcalico.org/created-by", "calico-kube-controllers");

impl<'a> Labels<'a> {
    fn get(self, key: &str) -> Option<&'a str> {
        let (created_by, value) = CREATED_BY;
        if self.is_made && key == created_by { Some(value) } else { self.written?.get(key) }
    }
}

const SETS: [Kind; 2] = [Kind::CalicoNetworkSet, Kind::CalicoGlobalNetworkSet];

/// The labels of an object, every value of which has a number, for selectors that look into texts.
fn labels<'a>(object: Object<'a>, names: &mut Names<'a>) -> Labels<'a> {
    let written = object.metadata().and_then(|metadata: Metadata<'_>| metadata.labels().get());
    for (_, _, value) in written.into_iter().flat_map(StrMap::entries) {
        names.sym(value);
    }
    if let Some(namespace) = object.namespace() {
        names.sym(namespace);
    }
    Labels { written, is_made: false, is_open: false }
}

/// Does a selector choose this object with these labels?
fn is<'a>(compiler: &Compiler<'a>, expr: &Expr, object: Object<'a>, labels: Labels<'a>) -> Tri {
    if compiler.cluster.is_in_conflict(object) {
        return Tri::Maybe;
    }
    let names = &compiler.names;
    let known = |value: Option<&str>| match value {
        Some(value) => Value::Is(names.known(value).unwrap_or(Sym::OTHER)),
        None => Value::Absent,
    };
    expr.eval(names, &|key| match key {
        Key::Pod(key) => match labels.get(names.text(key)) {
            None if labels.is_open => Value::Unknown,
            value => known(value),
        },
        Key::NamespaceName => known(object.namespace()),
        Key::Namespace(key) => match object.namespace() {
            Some(namespace) => of_namespace(compiler, namespace, names.text(key)),
            None => Value::Absent,
        },
        Key::ServiceAccount | Key::ServiceAccountLabel(_) | Key::ClusterName => Value::Absent,
    })
}

/// A label of a namespace.
fn of_namespace(compiler: &Compiler<'_>, namespace: &str, key: &str) -> Value {
    let mut given = compiler.cluster.named(Kind::Namespace, "", namespace);
    let given = given.next().filter(|object| !compiler.cluster.is_in_conflict(*object));
    let Some(given) = given.and_then(|object| object.view::<Namespace<'_>>()) else {
        return Value::Unknown;
    };
    match given.metadata().then(Metadata::labels).value(key) {
        Some(value) => Value::Is(compiler.names.known(value).unwrap_or(Sym::OTHER)),
        None => Value::Absent,
    }
}

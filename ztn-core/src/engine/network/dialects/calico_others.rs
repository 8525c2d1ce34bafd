//! Calico's endpoints that are no pods: hosts, and sets of networks. They have labels as pods have, and the same
//! selectors choose them.

use std::collections::HashMap;

use crate::engine::network::dialects::compile::Compiler;
use crate::engine::network::policy::{Blocks, Group, Who};
use crate::engine::network::selector::{Expr, Key, Names, Sym, Tri, Value};
use crate::model::calico::{CalicoHostEndpoint, CalicoHostEndpointSpec, set_of};
use crate::model::namespace::Namespace;
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
    pub(in crate::engine::network) object: Object<'a>,
    pub(in crate::engine::network) spec: CalicoHostEndpointSpec<'a>,
    labels: Option<StrMap<'a>>,
    /// The addresses that peers know it by.
    addresses: Vec<AddressRange>,
}

/// A set of networks.
struct Set<'a> {
    object: Object<'a>,
    labels: Option<StrMap<'a>>,
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
                others.hosts.push(Host { object, spec, labels, addresses });
            }
        }
        for object in cluster.of_kinds(SETS) {
            if let Some(spec) = set_of(object) {
                let labels = labels(object, names);
                let ranges = ranges(&mut spec.nets().iter());
                others.sets.push(Set { object, labels, ranges });
            }
        }
        others
    }

    pub(in crate::engine::network) fn hosts(&self) -> impl Iterator<Item = (&Host<'a>, u32)> {
        self.hosts.iter().zip(0..)
    }

    /// The first of some hosts.
    pub(in crate::engine::network) fn first_of(&self, hosts: &Chosen) -> Option<Object<'a>> {
        let (number, _) = hosts.first()?;
        self.hosts.get(*number as usize).map(|host| host.object)
    }

    /// The host endpoints of each node, each with whether it is all of its interfaces.
    pub(in crate::engine::network) fn by_node(&self) -> HashMap<&'a str, Vec<(u32, Tri)>> {
        let mut by_node: HashMap<&str, Vec<(u32, Tri)>> = HashMap::new();
        for (host, number) in self.hosts() {
            let is_whole = host.spec.interface_name().is("*");
            let whole = if is_whole { Tri::Yes } else { Tri::Maybe };
            by_node.entry(host.spec.node_name().or("")).or_default().push((number, whole));
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

const SETS: [Kind; 2] = [Kind::CalicoNetworkSet, Kind::CalicoGlobalNetworkSet];

/// The labels of an object, every value of which has a number, for selectors that look into texts.
fn labels<'a>(object: Object<'a>, names: &mut Names<'a>) -> Option<StrMap<'a>> {
    let labels = object.metadata()?.labels().get()?;
    for (_, _, value) in labels.entries() {
        names.sym(value);
    }
    if let Some(namespace) = object.namespace() {
        names.sym(namespace);
    }
    Some(labels)
}

/// Does a selector choose this object with these labels?
fn is<'a>(
    compiler: &Compiler<'a>,
    expr: &Expr,
    object: Object<'a>,
    labels: Option<StrMap<'a>>,
) -> Tri {
    if compiler.cluster.is_in_conflict(object) {
        return Tri::Maybe;
    }
    let names = &compiler.names;
    let known = |value: Option<&str>| match value {
        Some(value) => Value::Is(names.known(value).unwrap_or(Sym::OTHER)),
        None => Value::Absent,
    };
    expr.eval(names, &|key| match key {
        Key::Pod(key) => known(labels.and_then(|labels| labels.get(names.text(key)))),
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

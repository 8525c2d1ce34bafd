//! The pods of a cluster, those that no policy tells apart taken together.
//!
//! What is evaluated follows classes, not pods: ten thousand workloads of two hundred sorts cost about
//! what two hundred do.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::class_of::class_of;
use super::dialects::calico_others::Others;
use super::ports::Protocol;
use super::questions::name_servers;
use super::selector::{Key, Names, Sym, Tri, Value};
use crate::model::namespace::Namespace;
use crate::model::{Address, Cluster, Kind, Metadata, ObjectId, TypeMeta, Workload, workloads};
use crate::parse::NodeId;
use crate::span::to_u32;

/// Pods that share an owner and that no policy tells apart.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// One of their templates.
    pub workload: Workload<'a>,
    /// Their namespace.
    pub namespace: &'a str,
    /// The name of their owner, or of the pod that has none.
    pub name: &'a str,
    /// Its kind.
    pub kind: &'a str,
    pub(super) class: u32,
}

impl Member<'_> {
    /// How reports write it: `namespace/name[Kind]`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}[{}]", self.namespace, self.name, self.kind)
    }
}

/// Pods that no policy tells apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Class {
    /// Its number among the namespaces; none for pods of the node's network.
    pub(super) namespace: Option<u32>,
    /// The labels that selectors name, in order.
    pub(super) labels: Vec<(Sym, Value)>,
    /// Are those all the labels there are? If not, others may be there.
    pub(super) open: bool,
    pub(super) service_account: Option<Sym>,
    /// The ports that policies name: name, protocol, number.
    pub(super) ports: Vec<(Sym, Protocol, u16)>,
    /// Do they use the node's network? Then `labels` are the node's.
    pub(super) on_node: bool,
    /// Their addresses, as far as the input tells.
    pub(super) addresses: Vec<Address>,
    /// Do they take connections from outside on behalf of others?
    pub(super) is_controller: bool,
    /// The host endpoints of their node, each with whether it is all of the node; none where the node is not
    /// known.
    pub(super) hosts: Option<Vec<(u32, Tri)>>,
}

impl Class {
    /// Some pod of which nothing is known.
    pub(super) fn any_pod() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// Some node of which nothing is known.
    pub(super) fn any_node() -> Self {
        Self { on_node: true, open: true, ..Self::default() }
    }

    /// Are they on the node of one of these host endpoints?
    pub(super) fn is_on(&self, hosts: &[(u32, Tri)]) -> Tri {
        let Some(own) = &self.hosts else {
            return Tri::Maybe;
        };
        let of = |number: u32| own.iter().find(|(own, _)| *own == number);
        let each = hosts.iter().filter_map(|(number, is)| Some((*is).min(of(*number)?.1)));
        each.max().unwrap_or(Tri::No)
    }
}

/// A namespace, with the labels that are known of it.
pub(super) struct NamespaceLabels<'a> {
    pub(super) name: &'a str,
    pub(super) sym: Option<Sym>,
    labels: Vec<(&'a str, &'a str)>,
    /// Are those all?
    pub(super) open: bool,
}

/// What selectors and rules look at. The rest tells no pods apart.
pub(super) struct Relevant {
    /// Keys of labels, with the values that are compared; none where the text is looked into.
    pub(super) labels: HashMap<Sym, Option<BTreeSet<Sym>>>,
    pub(super) service_accounts: bool,
    /// The texts of labels and names of namespaces.
    pub(super) namespace_texts: bool,
    pub(super) port_names: BTreeSet<Sym>,
    pub(super) addresses: bool,
    /// The name of the cluster.
    pub(super) cluster_name: Value,
    /// Do policies see labels that tell pods of one workload apart?
    pub(super) labels_of_one_run: Tri,
}

/// All pods of a cluster.
pub(super) struct Pods<'a> {
    pub(super) members: Vec<Member<'a>>,
    pub(super) classes: Vec<Class>,
    /// The members of each class, in order.
    pub(super) of_class: Vec<Vec<u32>>,
    pub(super) namespaces: Vec<NamespaceLabels<'a>>,
    /// The number of each namespace.
    by_name: HashMap<&'a str, u32>,
    cluster_name: Value,
    /// The class of every template, those of pods that another object made included.
    by_template: HashMap<(ObjectId, NodeId), u32>,
}

/// How pods are read where the caller wants them read otherwise than they are.
#[derive(Clone, Copy, Default)]
pub(super) struct Reading {
    /// Pods of the node's network are pods like all others.
    pub(super) host_network_as_pod: bool,
    /// A namespace has no labels but those that are given.
    pub(super) closed_namespaces: bool,
    /// No block of addresses stands for pods, whatever the API says.
    pub(super) blocks_are_outside: bool,
    /// Policies have effect though the API server refuses them.
    pub(super) as_written: bool,
    /// An Ingress may name the port of the pods instead of the Service's.
    pub(super) backends_by_target: bool,
    /// An object that makes pods has its own name, whoever made it.
    pub(super) own_names: bool,
}

impl<'a> Pods<'a> {
    pub(super) fn of(
        cluster: &'a Cluster,
        names: &mut Names<'a>,
        relevant: &Relevant,
        others: &Others<'a>,
        reading: Reading,
    ) -> Self {
        if relevant.namespace_texts {
            intern_namespaces(cluster, names);
        }
        let by_node = others.by_node();
        let mut namespaces = namespaces(cluster, names, reading);
        let mut by_name: HashMap<&'a str, u32> =
            namespaces.iter().zip(0..).map(|(namespace, index)| (namespace.name, index)).collect();
        for name in name_servers::NAMESPACES {
            number_of(name, &mut namespaces, &mut by_name, names, reading);
        }
        let mut pods = Self {
            members: Vec::new(),
            classes: Vec::new(),
            of_class: Vec::new(),
            namespaces: Vec::new(),
            by_name: HashMap::new(),
            cluster_name: relevant.cluster_name,
            by_template: HashMap::new(),
        };
        let mut classes: HashMap<Class, u32> = HashMap::new();
        let mut seen: BTreeMap<(&str, &str, &str, u32), u32> = BTreeMap::new();
        for workload in cluster.workloads() {
            let object = workload.object();
            let namespace = workload.namespace();
            let index = number_of(namespace, &mut namespaces, &mut by_name, names, reading);
            let mut class = class_of(cluster, workload, index, names, relevant, reading);
            if class.on_node && !by_node.is_empty() {
                let node = workload.spec().node_name().get();
                class.hosts = node.map(|node| {
                    let hosts = by_node.get(&Some(node)).or_else(|| by_node.get(&None));
                    hosts.cloned().unwrap_or_default()
                });
            }
            let next = to_u32(pods.classes.len());
            let number = *classes.entry(class.clone()).or_insert(next);
            if number == next {
                pods.classes.push(class);
                pods.of_class.push(Vec::new());
            }
            pods.by_template.insert((object.id(), workload.template().id()), number);
            if object.kind() == Kind::PodTemplate || is_made_by_another(cluster, workload) {
                continue;
            }
            let (name, kind) = name_of(workload, reading);
            let member = to_u32(pods.members.len());
            if *seen.entry((namespace, name, kind, number)).or_insert(member) == member {
                pods.members.push(Member { workload, namespace, name, kind, class: number });
            }
        }
        pods.members
            .sort_by_key(|member| (member.namespace, member.name, member.kind, member.class));
        for (member, index) in pods.members.iter().zip(0..) {
            if let Some(members) = pods.of_class.get_mut(member.class as usize) {
                members.push(index);
            }
        }
        pods.namespaces = namespaces;
        pods.by_name = by_name;
        pods
    }

    /// The number of a namespace that the input knows.
    pub(super) fn namespace(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The class of the pods of a template.
    pub(super) fn class_of(&self, workload: Workload<'_>) -> u32 {
        let template = (workload.object().id(), workload.template().id());
        self.by_template.get(&template).copied().unwrap_or(u32::MAX)
    }

    /// What is known of a pod of this class.
    pub(super) fn value(&self, class: &Class, names: &Names<'_>, key: Key) -> Value {
        let namespace = || self.namespaces.get(class.namespace? as usize);
        match key {
            Key::Pod(key) => match find(&class.labels, key) {
                Some(value) => value,
                None if class.open => Value::Unknown,
                None => Value::Absent,
            },
            Key::NamespaceName => match namespace() {
                Some(namespace) => Value::Is(namespace.sym.unwrap_or(Sym::OTHER)),
                None if class.open => Value::Unknown,
                None => Value::Is(Sym::OTHER),
            },
            Key::Namespace(key) => match namespace() {
                Some(namespace) => namespace.label(names, key),
                None if class.open => Value::Unknown,
                None => Value::Absent,
            },
            Key::ServiceAccount => class.service_account.map_or(Value::Unknown, Value::Is),
            Key::ServiceAccountLabel(_) => Value::Unknown,
            Key::ClusterName => self.cluster_name,
        }
    }
}

impl NamespaceLabels<'_> {
    fn label(&self, names: &Names<'_>, key: Sym) -> Value {
        let text = names.text(key);
        match self.labels.iter().find(|(key, _)| *key == text) {
            Some((_, value)) => Value::Is(names.known(value).unwrap_or(Sym::OTHER)),
            None if self.open => Value::Unknown,
            None => Value::Absent,
        }
    }
}

/// Gives a number to every text that a selector may look into.
fn intern_namespaces<'a>(cluster: &'a Cluster, names: &mut Names<'a>) {
    for (object, namespace) in cluster.all::<Namespace<'_>>() {
        names.sym(object.name());
        let labels = namespace.metadata().then(Metadata::labels).get();
        for (_, _, value) in labels.into_iter().flat_map(|labels| labels.entries()) {
            names.sym(value);
        }
    }
    for workload in cluster.workloads() {
        names.sym(workload.namespace());
    }
}

fn find(labels: &[(Sym, Value)], key: Sym) -> Option<Value> {
    let at = labels.binary_search_by_key(&key, |(key, _)| *key).ok()?;
    labels.get(at).map(|(_, value)| *value)
}

/// Every namespace that is given. Labels that are given twice, and differ, are not known.
fn namespaces<'a>(
    cluster: &'a Cluster,
    names: &Names<'a>,
    reading: Reading,
) -> Vec<NamespaceLabels<'a>> {
    let mut namespaces: Vec<NamespaceLabels<'_>> = Vec::new();
    let mut seen = HashSet::new();
    for (object, namespace) in cluster.all::<Namespace<'_>>() {
        let name = object.name();
        if !seen.insert(name) {
            continue;
        }
        let in_conflict = cluster.is_in_conflict(object);
        let labels = namespace.metadata().then(Metadata::labels).get().filter(|_| !in_conflict);
        let labels = labels.into_iter().flat_map(|labels| labels.entries());
        namespaces.push(NamespaceLabels {
            name,
            sym: names.known(name),
            labels: labels.map(|(key, _, value)| (key.text(), value)).collect(),
            open: in_conflict && !reading.closed_namespaces,
        });
    }
    namespaces
}

/// The number of a namespace; one that is not given yet is added, with no label known but its name.
fn number_of<'a>(
    name: &'a str,
    namespaces: &mut Vec<NamespaceLabels<'a>>,
    by_name: &mut HashMap<&'a str, u32>,
    names: &Names<'a>,
    reading: Reading,
) -> u32 {
    *by_name.entry(name).or_insert_with(|| {
        let (sym, open) = (names.known(name), !reading.closed_namespaces);
        namespaces.push(NamespaceLabels { name, sym, labels: Vec::new(), open });
        to_u32(namespaces.len() - 1)
    })
}

/// Is it made by an object of the input that has a template of its own?
fn is_made_by_another(cluster: &Cluster, workload: Workload<'_>) -> bool {
    let Some(owner) = workload.owner() else {
        return false;
    };
    let written = TypeMeta { api_version: owner.api_version().or(""), kind: owner.kind().or("") };
    let kind = Kind::of(written.group(), written.kind);
    let (namespace, name) = (workload.namespace(), owner.name().or(""));
    cluster.named(kind, namespace, name).any(|owner| workloads(owner).next().is_some())
}

/// What its pods are called after: the controller that the input names and does not have, else itself.
fn name_of(workload: Workload<'_>, reading: Reading) -> (&str, &str) {
    let object = workload.object();
    let kind = object.type_meta().kind;
    if reading.own_names && object.kind() != Kind::Pod {
        return (object.name(), kind);
    }
    let owner =
        workload.owner().and_then(|owner| Some((owner.name().get()?, owner.kind().or(kind))));
    owner.unwrap_or((object.name(), kind))
}

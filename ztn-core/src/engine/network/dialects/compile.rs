//! From the objects of every dialect to the policies that are evaluated.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::engine::network::dialects::calico_others::Others;
use crate::engine::network::dialects::{self, Dialect};
use crate::engine::network::pods::{Reading, Relevant};
use crate::engine::network::policy::{
    Blocks, Decides, ExprId, NamedPort, Peer, Policy, Subject, Tier, Who,
};
use crate::engine::network::ports::Sets;
use crate::engine::network::selector::{Expr, Key, Names, Sym, Tri, Value};
use crate::engine::network::settings::{self, leaves_out_labels_of_one_run};
use crate::model::{Cluster, DocId, Kind, Object, faults};
use crate::options::Options;
use crate::problem::ProblemKind;
use crate::span::to_u32;

/// What is compiled so far.
pub(in crate::engine::network) struct Compiler<'a> {
    pub(in crate::engine::network) cluster: &'a Cluster,
    pub(in crate::engine::network) options: &'a Options,
    pub(in crate::engine::network) reading: Reading,
    /// Whose policies have effect; none where it is open.
    pub(in crate::engine::network) dialect: Option<Dialect>,
    /// Do blocks of policies of namespaces stand for pods with such an address, too? The API leaves it open.
    /// The plugins that filter by address read it so; those that filter by identity do not, unless they are
    /// told to.
    pub(in crate::engine::network) blocks_hold_pods: bool,
    /// And for nodes?
    pub(in crate::engine::network) blocks_hold_nodes: bool,
    /// Values of wrong types, by document and place.
    wrong: HashMap<DocId, Vec<(u32, &'a str)>>,
    /// Calico's endpoints that are no pods.
    pub(in crate::engine::network) others: Rc<Others<'a>>,
    pub(in crate::engine::network) names: Names<'a>,
    pub(in crate::engine::network) sets: Sets,
    pub(in crate::engine::network) exprs: Vec<Expr>,
    ids: HashMap<Expr, ExprId>,
    pub(in crate::engine::network) tiers: Vec<Tier>,
    pub(in crate::engine::network) policies: Vec<Policy<'a>>,
}

impl<'a> Compiler<'a> {
    pub(in crate::engine::network) fn new(
        cluster: &'a Cluster,
        options: &'a Options,
        reading: Reading,
    ) -> Self {
        let dialect = dialects::of(cluster, options);
        let told = |what| dialect == Some(Dialect::Cilium) && settings::blocks_hold(cluster, what);
        Self {
            cluster,
            options,
            reading,
            dialect,
            blocks_hold_pods: dialect == Some(Dialect::Calico) || told("pods"),
            blocks_hold_nodes: dialect != Some(Dialect::Cilium) || told("nodes"),
            wrong: wrong_types(cluster),
            others: Rc::default(),
            names: Names::default(),
            sets: Sets::new(),
            exprs: Vec::new(),
            ids: HashMap::new(),
            tiers: Vec::new(),
            policies: Vec::new(),
        }
    }

    /// A tier after all others.
    pub(in crate::engine::network) fn tier(
        &mut self,
        name: impl Into<String>,
        decides: Decides,
    ) -> u32 {
        self.tiers.push(Tier { name: name.into(), decides });
        to_u32(self.tiers.len() - 1)
    }

    /// The number of a selector.
    pub(in crate::engine::network) fn expr(&mut self, expr: Expr) -> ExprId {
        if let Some(&id) = self.ids.get(&expr) {
            return id;
        }
        let id = ExprId(to_u32(self.exprs.len()));
        self.exprs.push(expr.clone());
        self.ids.insert(expr, id);
        id
    }

    /// That a pod is in this namespace.
    pub(in crate::engine::network) fn in_namespace(&mut self, namespace: &'a str) -> Expr {
        Expr::is(Key::NamespaceName, self.names.sym(namespace))
    }

    /// What is said of the first value of a wrong type in an object.
    fn wrong_type_in(&self, object: Object<'a>) -> Option<&'a str> {
        let (here, span) = (self.wrong.get(&object.doc())?, object.node().span());
        let first = here.partition_point(|(start, _)| *start < span.start);
        here.get(first).filter(|(start, _)| *start < span.end).map(|(_, message)| *message)
    }

    /// What tells pods apart.
    pub(in crate::engine::network) fn relevant(&self) -> Relevant {
        let mut relevant = Relevant {
            labels: HashMap::new(),
            service_accounts: false,
            namespace_texts: false,
            port_names: BTreeSet::new(),
            addresses: false,
            cluster_name: match settings::cluster_name(self.cluster) {
                Some(name) => Value::Is(self.names.known(name).unwrap_or(Sym::OTHER)),
                None => Value::Unknown,
            },
            labels_of_one_run: self.labels_of_one_run(),
        };
        for expr in &self.exprs {
            expr.each_test(&mut |key, values| match (key, values) {
                (Key::Pod(key), None) => {
                    relevant.labels.insert(key, None);
                }
                (Key::Pod(key), Some(values)) => {
                    let known =
                        relevant.labels.entry(key).or_insert_with(|| Some(Default::default()));
                    if let Some(known) = known {
                        known.extend(values);
                    }
                }
                (Key::ServiceAccount | Key::ServiceAccountLabel(_), _) => {
                    relevant.service_accounts = true;
                }
                (Key::Namespace(_) | Key::NamespaceName, None) => relevant.namespace_texts = true,
                (Key::Namespace(_) | Key::NamespaceName, Some(_)) | (Key::ClusterName, _) => {}
            });
        }
        for policy in &self.policies {
            for rule in policy.rules() {
                let named = rule.ports.named.iter().chain(&rule.ports.except_named);
                relevant.port_names.extend(named.map(|NamedPort { name, .. }| name));
                relevant.addresses |= rule.items().iter().any(Peer::looks_at_addresses_of_pods);
            }
        }
        relevant
    }
}

impl Compiler<'_> {
    /// Do policies see labels that tell pods of one workload apart? Cilium leaves them out of identities unless it
    /// is told otherwise.
    /// <https://docs.cilium.io/en/stable/operations/performance/scalability/identity-relevant-labels/>
    fn labels_of_one_run(&self) -> Tri {
        match self.dialect {
            Some(Dialect::Kubernetes | Dialect::Calico) => Tri::Yes,
            Some(Dialect::Cilium) if leaves_out_labels_of_one_run(self.cluster) => Tri::No,
            Some(Dialect::Cilium) | None => Tri::Maybe,
        }
    }
}

impl Peer {
    fn looks_at_addresses_of_pods(&self) -> bool {
        matches!(self.who, Who::PodsIn(..) | Who::Blocks(Blocks { hold_pods: true, .. }))
    }
}

impl Subject {
    /// The selector that chooses it, if it is one over labels of pods or nodes.
    pub(in crate::engine::network) fn expr(&self) -> Option<ExprId> {
        match self {
            Self::Pods(expr) | Self::Nodes(expr) => Some(*expr),
            Self::Hosts(_) => None,
        }
    }
}

/// Why a policy may have no effect at all, if it may not: the input gives it twice, or it is refused.
pub(in crate::engine::network) fn doubt<'a>(
    compiler: &Compiler<'a>,
    object: Object<'a>,
) -> Option<String> {
    let name = named(object);
    if compiler.cluster.is_in_conflict(object) {
        return Some(format!("{name} is given twice, with different content"));
    }
    if compiler.reading.as_written {
        return None;
    }
    if let Some(message) = compiler.wrong_type_in(object) {
        return Some(format!("the API server refuses {name}: {message}"));
    }
    let fault = faults::of(object).into_iter().next()?;
    Some(format!("{} refuses {name}: {}", who_refuses(object.kind()), fault.message))
}

/// The values of wrong types in each document that has some, in the order of their places.
fn wrong_types(cluster: &Cluster) -> HashMap<DocId, Vec<(u32, &str)>> {
    let mut wrong = HashMap::new();
    for (doc, unit) in cluster.documents() {
        let here = unit.problems.iter().filter(|one| one.kind == ProblemKind::WrongType);
        let mut here: Vec<(u32, &str)> =
            here.map(|one| (one.span.start, one.message.as_str())).collect();
        here.sort_unstable();
        if !here.is_empty() {
            wrong.insert(doc, here);
        }
    }
    wrong
}

/// Who sees that a policy is at fault: of the plugins' own policies, the API server knows the types alone.
fn who_refuses(kind: Kind) -> &'static str {
    match kind {
        Kind::CiliumNetworkPolicy | Kind::CiliumClusterwideNetworkPolicy => "Cilium",
        Kind::CalicoNetworkPolicy | Kind::CalicoGlobalNetworkPolicy => "Calico",
        _ => "the API server",
    }
}

/// The kind and the name of an object, as messages write them.
pub(in crate::engine::network) fn named(object: Object<'_>) -> String {
    let kind = object.type_meta().kind;
    match object.namespace() {
        Some(namespace) => format!("{kind} `{namespace}/{}`", object.name()),
        None => format!("{kind} `{}`", object.name()),
    }
}

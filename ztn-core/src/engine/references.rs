//! What names and selectors point at: the workloads behind a selector or a Service, the Service behind a route.
//!
//! It says what is in the input; whether that is all there is, the scope says.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::engine::by_label::ByLabel;
use crate::model::gateway::{BackendRef, route};
use crate::model::ingress::{Ingress, IngressBackend};
use crate::model::namespace::NAME_LABEL;
use crate::model::namespace_makers::{Makes, namespaces_made_by};
use crate::model::network_policy::{NetworkPolicySpec, Peer, PolicyPort, PolicyRule};
use crate::model::service::{Service, ServicePort, ServiceSpec};
use crate::model::{
    Cluster, IntOrStr, Kind, Label, LabelSelector, Labels, Metadata, Object, StrMap, Workload,
    workloads,
};
use crate::parse::Node;

/// Namespaces that every cluster has, whether the input says so or not.
const SYSTEM: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// Groups of others whose objects make no pods, and groups below them.
const WITHOUT_PODS: &[&str] = &[
    "bitnami.com",
    "cert-manager.io",
    "cilium.io",
    "external-secrets.io",
    "gatekeeper.sh",
    "istio.io",
    "kyverno.io",
    "linkerd.io",
    "projectcalico.org",
];

/// May this object make pods that nothing in the input describes: one of a kind that the model does not know,
/// of a group that is not the API's own?
fn may_make_unseen_pods(object: Object<'_>) -> bool {
    let group = object.type_meta().group();
    let is_own = !group.contains('.') || group.ends_with(".k8s.io");
    let is_known = WITHOUT_PODS.iter().any(|known| {
        group.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    !is_own && !is_known && workloads(object).next().is_none()
}

/// Workloads, namespaces and Services by what points at them.
pub struct References<'a> {
    by_namespace: HashMap<&'a str, Vec<Workload<'a>>>,
    by_label: ByLabel<'a, Workload<'a>>,
    /// In the order of their names; without labels where the input has no such object.
    namespaces: Vec<(&'a str, Option<Object<'a>>)>,
    /// Does the input have any Namespace at all?
    has_namespaces: bool,
    services: HashMap<&'a str, Vec<(Object<'a>, ServiceSpec<'a>)>>,
    /// Namespaces with something that may make pods of its own.
    with_unseen: HashSet<&'a str>,
    /// Namespaces that a controller makes for something in the input.
    made: HashSet<&'a str>,
    /// May a controller make others, of names that nothing tells?
    makes_others: bool,
}

/// What a peer of a policy, or a selector, points at.
#[derive(Clone)]
pub enum Chosen<'a> {
    /// These workloads; none: no workload of the namespaces it chooses.
    Workloads(Vec<Workload<'a>>),
    /// It chooses no namespace.
    NoNamespace,
    /// The input does not tell: a namespace without its labels, a selector that cannot be understood, or
    /// addresses.
    Unknown,
}

/// Why a route leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dangling {
    /// It names nothing.
    Nothing,
    /// There is no such Service.
    Service,
    /// The Service has no such port.
    Port,
}

/// Where a route or an Ingress leads: to a port of a Service.
pub struct Backend<'a> {
    /// Where it is written.
    pub node: Node<'a>,
    /// The namespace of the Service.
    pub namespace: &'a str,
    /// Its name; none where the backend names neither a Service nor anything else.
    pub service: Option<&'a str>,
    port: Option<IntOrStr<'a>>,
}

impl<'a> References<'a> {
    /// The references of a cluster.
    #[must_use]
    pub fn of(cluster: &'a Cluster) -> Self {
        let mut by_namespace: HashMap<&str, Vec<Workload<'_>>> = HashMap::new();
        let mut by_label = ByLabel::new();
        for workload in cluster.workloads() {
            by_namespace.entry(workload.namespace()).or_default().push(workload);
            by_label.add(workload, workload);
        }
        let mut services: HashMap<&str, Vec<_>> = HashMap::new();
        for (object, service) in cluster.all::<Service<'_>>() {
            if let (Some(namespace), Some(spec)) = (object.namespace(), service.spec().get()) {
                services.entry(namespace).or_default().push((object, spec));
            }
        }
        let mut namespaces: Vec<(&str, Option<Object<'_>>)> =
            cluster.of_kind(Kind::Namespace).map(|object| (object.name(), Some(object))).collect();
        let others = cluster.objects().filter_map(Object::namespace).chain(SYSTEM);
        let others = others.map(|name| (name, None));
        namespaces.extend(others);
        // An object goes before a bare name.
        namespaces.sort_by_key(|(name, object)| (*name, object.is_none()));
        namespaces.dedup_by_key(|(name, _)| *name);
        let (mut with_unseen, mut made, mut makes_others) = (HashSet::new(), HashSet::new(), false);
        for object in cluster.of_kind(Kind::Other) {
            if may_make_unseen_pods(object) {
                with_unseen.extend(object.written_namespace());
            }
            match namespaces_made_by(object) {
                Makes::Nothing => {}
                Makes::Named(name) => drop(made.insert(name)),
                Makes::Unknown => makes_others = true,
            }
        }
        let has_namespaces = cluster.of_kind(Kind::Namespace).next().is_some();
        Self {
            by_namespace,
            by_label,
            namespaces,
            has_namespaces,
            services,
            with_unseen,
            made,
            makes_others,
        }
    }

    /// The namespaces with workloads, by name, each with its object if the input has it.
    pub fn populated(
        &self,
    ) -> impl Iterator<Item = (&'a str, Option<Object<'a>>, &[Workload<'a>])> {
        self.namespaces.iter().filter_map(|(name, object)| {
            Some((*name, *object, self.by_namespace.get(name)?.as_slice()))
        })
    }

    /// The namespaces that the input describes and puts nothing into that runs.
    pub fn empty(&self) -> impl Iterator<Item = (&'a str, Object<'a>)> {
        let described =
            self.namespaces.iter().filter_map(|(name, object)| Some((*name, (*object)?)));
        described.filter(|(name, _)| !self.by_namespace.contains_key(name))
    }

    /// Is it a namespace that the input does not have, though it has others, and that nothing in it makes?
    #[must_use]
    pub fn lacks_namespace(&self, name: &str) -> bool {
        let place = self.namespaces.binary_search_by_key(&name, |(known, _)| *known);
        let known = place.ok().and_then(|place| self.namespaces.get(place));
        self.has_namespaces
            && !self.makes_others
            && !self.made.contains(name)
            && !SYSTEM.contains(&name)
            && !name.starts_with("openshift-")
            // Charts do not write the namespace that they go to.
            && !self.by_namespace.contains_key(name)
            && known.is_none_or(|(_, object)| object.is_none())
    }

    /// May this namespace hold pods that nothing in the input describes?
    #[must_use]
    pub fn may_hold_unseen_pods(&self, namespace: &str) -> bool {
        self.with_unseen.contains(namespace)
    }

    /// As [`Self::may_hold_unseen_pods`], of a policy's namespace; of the whole cluster, if it has none.
    #[must_use]
    pub fn may_hold_unseen_pods_of(&self, namespace: Option<&str>) -> bool {
        namespace.map_or(!self.with_unseen.is_empty(), |name| self.may_hold_unseen_pods(name))
    }

    /// The namespaces of which the input does not tell what runs in them.
    #[must_use]
    pub fn untold(&self) -> Vec<&'a str> {
        let names = self.namespaces.iter().map(|(name, _)| *name);
        names.filter(|name| !self.is_told_of(name, "")).collect()
    }

    /// The ports that a policy of `namespace` allows, each with the workloads at the receiving end: what it
    /// selects for what comes in, and its peers for what goes out. No workloads where the input does not
    /// tell who they are.
    #[must_use]
    pub fn policy_ports(
        &self,
        namespace: &'a str,
        spec: NetworkPolicySpec<'a>,
    ) -> Vec<(PolicyPort<'a>, Rc<[Workload<'a>]>)> {
        let mut ports = Vec::new();
        let mut add = |rule: PolicyRule<'a>, receivers: &Rc<[Workload<'a>]>| {
            ports.extend(rule.ports.iter().map(|port| (port, Rc::clone(receivers))));
        };
        if spec.affects_ingress() {
            let subjects = match spec.pod_selector().get() {
                Some(selector) => self.selected(namespace, selector).unwrap_or_default(),
                None => self.by_namespace.get(namespace).cloned().unwrap_or_default(),
            };
            let subjects = subjects.into();
            spec.ingress_rules().for_each(|rule| add(rule, &subjects));
        }
        if spec.affects_egress() {
            for rule in spec.egress_rules() {
                let chosen: Option<Vec<_>> = rule
                    .peers
                    .iter()
                    .map(|peer| match self.chosen(namespace, peer) {
                        Chosen::Workloads(workloads) => Some(workloads),
                        Chosen::NoNamespace | Chosen::Unknown => None,
                    })
                    .collect();
                add(rule, &chosen.unwrap_or_default().concat().into());
            }
        }
        ports
    }

    /// The Service in front of one of these workloads that has this port and sends it on to another one.
    #[must_use]
    pub fn service_port(
        &self,
        workloads: &[Workload<'a>],
        protocol: &str,
        number: i64,
    ) -> Option<(Object<'a>, ServicePort<'a>)> {
        let moves = |port: &ServicePort<'_>| {
            let target = port.target_port().get();
            port.port().get() == Some(number)
                && port.protocol().or("TCP") == protocol
                && target.is_some_and(|target| target != IntOrStr::Int(number))
        };
        let is_one = |one: &Workload<'_>| {
            workloads.iter().any(|workload| workload.object().id() == one.object().id())
        };
        let namespaces: BTreeSet<&str> =
            workloads.iter().map(|workload| workload.namespace()).collect();
        namespaces.into_iter().find_map(|namespace| {
            self.services(namespace).find_map(|(object, spec)| {
                // Few Services have the port, so who is behind one is looked up last.
                let port = spec.ports().iter().find(moves)?;
                self.behind(namespace, spec).iter().any(is_one).then_some((object, port))
            })
        })
    }

    /// The workloads of which a selector chooses pods in a namespace, or may; `None` where it cannot be
    /// understood.
    #[must_use]
    pub fn selected(
        &self,
        namespace: &'a str,
        selector: LabelSelector<'a>,
    ) -> Option<Vec<Workload<'a>>> {
        selector.matches(&None::<StrMap<'_>>)?;
        let first = selector.match_labels().get().and_then(|labels| labels.entries().next());
        let chosen =
            |workload: &Workload<'_>| selector.matches(&workload.pod_labels()) == Some(true);
        Some(match first {
            Some((key, _, value)) => {
                self.by_label.with(namespace, (key.text(), value)).filter(chosen).collect()
            }
            None => {
                let all = self.by_namespace.get(namespace).into_iter().flatten();
                all.copied().filter(chosen).collect()
            }
        })
    }

    /// What a peer of a policy of `namespace` points at.
    #[must_use]
    pub fn chosen(&self, namespace: &'a str, peer: Peer<'a>) -> Chosen<'a> {
        let wrong = peer.pod_selector().is_wrong() || peer.namespace_selector().is_wrong();
        if wrong || !peer.ip_block().is_absent() {
            return Chosen::Unknown;
        }
        let Some((namespaces, true)) = self.namespaces_of(namespace, peer) else {
            return Chosen::Unknown;
        };
        if namespaces.is_empty() {
            return Chosen::NoNamespace;
        }
        let mut workloads = Vec::new();
        for one in namespaces {
            let of_it = match peer.pod_selector().get() {
                Some(selector) => self.selected(one, selector),
                None => Some(self.by_namespace.get(one).cloned().unwrap_or_default()),
            };
            match of_it {
                // The input seldom says what every cluster runs, or what a namespace without any workload
                // of the input is for.
                Some(of_it) if of_it.is_empty() && !self.is_told_of(one, namespace) => {
                    return Chosen::Unknown;
                }
                Some(of_it) => workloads.extend(of_it),
                None => return Chosen::Unknown,
            }
        }
        Chosen::Workloads(workloads)
    }

    /// Does the input tell what runs in `one`, asked by a policy of `own`? That policy tells of its own
    /// namespace.
    fn is_told_of(&self, one: &str, own: &str) -> bool {
        !one.starts_with("kube-") && (one == own || self.by_namespace.contains_key(one))
    }

    /// The workloads of the input that a peer of a policy of `namespace` surely points at.
    #[must_use]
    pub fn surely_chosen(&self, namespace: &'a str, peer: Peer<'a>) -> Vec<Workload<'a>> {
        let namespaces = self.namespaces_of(namespace, peer);
        let of = |namespace| match peer.pod_selector().get() {
            Some(selector) => self.selected(namespace, selector).unwrap_or_default(),
            None => self.by_namespace.get(namespace).cloned().unwrap_or_default(),
        };
        namespaces.into_iter().flat_map(|(names, _)| names).flat_map(of).collect()
    }

    /// The namespaces that a peer surely chooses, and whether that is all of them: not if one has labels
    /// that the input does not tell. `None` where its selector cannot be understood.
    fn namespaces_of(&self, namespace: &'a str, peer: Peer<'a>) -> Option<(Vec<&'a str>, bool)> {
        let Some(selector) = peer.namespace_selector().get() else {
            return Some((vec![namespace], true));
        };
        let (mut chosen, mut all) = (Vec::new(), true);
        for (name, object) in &self.namespaces {
            let labels = object
                .and_then(|object| object.metadata())
                .and_then(|metadata| Metadata::labels(metadata).get());
            if selector.matches(&OfNamespace { name, labels })? {
                chosen.push(*name);
            } else {
                all &= object.is_some() || !asks_beyond_the_name(selector);
            }
        }
        Some((chosen, all))
    }

    /// The workloads behind a Service; none where it has no selector, and somebody else writes the
    /// endpoints.
    #[must_use]
    pub fn behind(&self, namespace: &'a str, spec: ServiceSpec<'a>) -> Vec<Workload<'a>> {
        let first = spec.first_label().into_iter();
        let candidates = first.flat_map(|label| self.by_label.with(namespace, label));
        candidates.filter(|workload| spec.selects(&workload.pod_labels())).collect()
    }

    /// The Services of a namespace.
    pub fn services(
        &self,
        namespace: &str,
    ) -> impl Iterator<Item = (Object<'a>, ServiceSpec<'a>)> + '_ {
        self.services.get(namespace).into_iter().flatten().copied()
    }

    /// Why a backend leads nowhere, if it does.
    #[must_use]
    pub fn dangling(&self, backend: &Backend<'a>) -> Option<Dangling> {
        let Some(name) = backend.service else {
            return Some(Dangling::Nothing);
        };
        let mut services = self.services(backend.namespace);
        let Some((_, spec)) = services.find(|(object, _)| object.name() == name) else {
            return Some(Dangling::Service);
        };
        // Names of a Service of this type are somebody else's, ports and all.
        if spec.type_().is("ExternalName") {
            return None;
        }
        let has = |wanted: IntOrStr<'_>| spec.ports().iter().any(|port| is_port(port, wanted));
        (!has(backend.port?)).then_some(Dangling::Port)
    }
}

fn is_port(port: ServicePort<'_>, wanted: IntOrStr<'_>) -> bool {
    match wanted {
        IntOrStr::Int(number) => port.port().get() == Some(number),
        IntOrStr::Str(name) => port.name().is(name),
    }
}

/// The labels of a namespace: those written, and the one with its name that the API server adds.
struct OfNamespace<'a> {
    name: &'a str,
    labels: Option<StrMap<'a>>,
}

impl Labels for OfNamespace<'_> {
    fn label(&self, key: &str) -> Label<'_> {
        if key == NAME_LABEL { Label::Is(self.name) } else { self.labels.label(key) }
    }
}

/// Does a selector ask for a label that a namespace may have without the input saying so?
fn asks_beyond_the_name(selector: LabelSelector<'_>) -> bool {
    let labels = selector.match_labels().get().into_iter().flat_map(StrMap::entries);
    let mut keys = labels.map(|(key, _, _)| key.text());
    let mut asked = selector.match_expressions().iter().filter_map(|line| line.key().get());
    keys.any(|key| key != NAME_LABEL) || asked.any(|key| key != NAME_LABEL)
}

/// Everywhere that an Ingress or a route leads.
#[must_use]
pub fn backends(object: Object<'_>) -> Vec<Backend<'_>> {
    let Some(namespace) = object.namespace() else {
        return Vec::new();
    };
    if let Some(ingress) = object.view::<Ingress<'_>>() {
        // Of older versions, which nobody serves, a backend has other fields.
        if object.type_meta().api_version != "networking.k8s.io/v1" {
            return Vec::new();
        }
        let spec = ingress.spec();
        let paths = spec.get().into_iter().flat_map(|spec| spec.rules().iter());
        let paths = paths.filter_map(|rule| rule.http().get()).flat_map(|http| http.paths().iter());
        let of_paths = paths.filter_map(|path| path.backend().get());
        let default = spec.then(|spec| spec.default_backend()).get();
        let all = default.into_iter().chain(of_paths);
        return all.filter_map(|backend| of_ingress(namespace, backend)).collect();
    }
    let rules = route(object).into_iter().flat_map(|spec| spec.rules().iter());
    let all = rules.flat_map(|rule| rule.backend_refs().iter());
    all.filter_map(|backend| of_route(namespace, backend)).collect()
}

fn of_ingress<'a>(namespace: &'a str, backend: IngressBackend<'a>) -> Option<Backend<'a>> {
    let Some(service) = backend.service().get() else {
        // `serviceName` is of versions that no API server has any more.
        let is_nothing = backend.service().is_absent() && backend.resource().is_absent();
        let nothing = Backend { node: backend.node(), namespace, service: None, port: None };
        return is_nothing.then_some(nothing);
    };
    let port = service.port().get()?;
    let number = port.number().get().map(IntOrStr::Int);
    let port = number.or_else(|| port.name().get().map(IntOrStr::Str));
    Some(Backend { node: service.node(), namespace, service: Some(service.name().get()?), port })
}

fn of_route<'a>(namespace: &'a str, backend: BackendRef<'a>) -> Option<Backend<'a>> {
    let is_service = backend.kind().or("Service") == "Service" && backend.group().or("").is_empty();
    is_service.then_some(())?;
    Some(Backend {
        node: backend.node(),
        namespace: backend.namespace().or(namespace),
        service: Some(backend.name().get()?),
        port: backend.port().get().map(IntOrStr::Int),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    #[test]
    fn a_selector_that_cannot_be_understood_is_so_without_workloads_too() {
        let selects = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let selector = LabelSelector::from_node(document.root()).expect("a mapping");
            let cluster = Cluster::default();
            let selected = References::of(&cluster).selected("shop", selector);
            selected.map(|workloads| !workloads.is_empty())
        };
        assert_eq!(selects("{matchLabels: {app: web}}"), Some(false));
        assert_eq!(selects("{matchExpressions: [{key: app, operator: Like, values: [w]}]}"), None);
    }
}

//! From declared connections to the policies that allow them and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Because;
use crate::engine::declared::{Declared, DeclaredEnd};
use crate::engine::network::{Member, Network, PortSet, Ports, Protocol};
use crate::engine::references::References;
use crate::model::workload::given::OF_ONE_RUN;
use crate::model::{AddressRange, StrMap};

/// Labels of pods, by key.
pub(super) type PodLabels = BTreeMap<String, String>;

/// Labels that change with every release, as do those that controllers give.
const PASSING: [&str; 2] = ["app.kubernetes.io/version", "helm.sh/chart"];

/// Namespaces of the cluster itself, which are left alone unless somebody asks for them.
const SYSTEM: [&str; 3] = ["kube-node-lease", "kube-public", "kube-system"];

/// Whom a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whom {
    /// Pods of a namespace with these labels; without labels, all of it.
    Pods {
        namespace: String,
        labels: PodLabels,
    },
    Block(AddressRange),
    AnyPod,
    Anybody,
}

/// A rule: whom it is about, on which ports, and what declared it.
#[derive(Clone, Debug)]
pub(super) struct DraftRule {
    pub(super) whom: Whom,
    pub(super) ports: PortSet,
    pub(super) because: Vec<Because>,
}

/// A policy that is not written yet; without labels it is for every pod of the namespace.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) labels: PodLabels,
    pub(super) ingress: Vec<DraftRule>,
    pub(super) egress: Vec<DraftRule>,
}

/// A workload that gets no policy of its own, and why.
pub(super) struct Refused {
    pub(super) member: u32,
    pub(super) why: String,
}

#[derive(Default)]
pub(super) struct Plan {
    pub(super) drafts: Vec<Draft>,
    pub(super) refused: Vec<Refused>,
    /// The workloads under a policy of their own.
    pub(super) managed: BTreeSet<u32>,
    /// The namespaces that get policies.
    pub(super) namespaces: BTreeSet<String>,
    /// Namespaces without a default of denial, since that would cut off somebody in them.
    pub(super) without_default: BTreeSet<String>,
    /// Who answers questions of DNS.
    pub(super) dns: Option<(Whom, PortSet)>,
}

impl Plan {
    pub(super) fn of(
        network: &Network<'_>,
        references: &References<'_>,
        declared: &Declared,
        asked: &[String],
    ) -> Self {
        let mut plan = Self { dns: Some(dns(references)), ..Self::default() };
        let mut rules: BTreeMap<u32, [BTreeMap<Whom, DraftRule>; 2]> = BTreeMap::new();
        for (member, index) in network.members().iter().zip(0..) {
            let namespace = member.namespace;
            let is_asked = match asked {
                [] => !SYSTEM.contains(&namespace),
                asked => asked.iter().any(|one| one == namespace),
            };
            if !is_asked {
                continue;
            }
            plan.namespaces.insert(namespace.to_owned());
            if member.workload.host_network().is_true() {
                let why = "it is in the node's network, where no policy has effect".to_owned();
                plan.refused.push(Refused { member: index, why });
            } else if labels(member).is_empty() {
                let why = "its pods have no label to select them by".to_owned();
                plan.refused.push(Refused { member: index, why });
                plan.without_default.insert(namespace.to_owned());
            } else {
                plan.managed.insert(index);
                rules.insert(index, Default::default());
            }
        }
        for connection in declared.connections.iter().filter(|one| !one.ports.is_empty()) {
            let mut add = |at: DeclaredEnd, side: usize, other: DeclaredEnd| {
                let DeclaredEnd::Workload(at) = at else { return };
                if let (Some(sides), Some(whom)) = (rules.get_mut(&at), whom(network, other))
                    && let Some(side) = sides.get_mut(side)
                {
                    let rule = side.entry(whom.clone()).or_insert_with(|| DraftRule {
                        whom,
                        ports: PortSet::default(),
                        because: Vec::new(),
                    });
                    rule.ports = rule.ports.or(&connection.ports);
                    rule.because.push(connection.because.clone());
                }
            };
            add(connection.dst, 0, connection.src);
            add(connection.src, 1, connection.dst);
        }
        for (&index, [ingress, egress]) in &rules {
            let Some(member) = network.member(index) else {
                continue;
            };
            let mut egress: Vec<DraftRule> = egress.values().cloned().collect();
            if declared.by_name.binary_search(&index).is_ok()
                && let Some((whom, ports)) = plan.dns.clone()
            {
                egress.push(DraftRule { whom, ports, because: Vec::new() });
            }
            plan.drafts.push(Draft {
                namespace: member.namespace.to_owned(),
                name: format!("{}-declared", member.name),
                labels: labels(member),
                ingress: ingress.values().cloned().collect(),
                egress,
            });
        }
        plan.name_apart(network, &rules.keys().copied().collect::<Vec<_>>());
        plan.add_defaults();
        plan
    }

    /// Workloads of several kinds may share a name; policies may not.
    fn name_apart(&mut self, network: &Network<'_>, members: &[u32]) {
        let mut seen = BTreeSet::new();
        for (draft, member) in self.drafts.iter_mut().zip(members) {
            let kind = network.member(*member).map_or("", |member| member.kind);
            let mut number = 1;
            while !seen.insert((draft.namespace.clone(), draft.name.clone())) {
                let name = draft.name.trim_end_matches("-declared").to_owned();
                draft.name = match number {
                    1 => format!("{name}-{}-declared", kind.to_ascii_lowercase()),
                    number => format!("{name}-{number}-declared"),
                };
                number += 1;
            }
        }
    }

    fn add_defaults(&mut self) {
        // What the default says already is not said again.
        let says_more = |draft: &Draft| {
            let Draft { namespace, ingress, egress, .. } = draft;
            self.without_default.contains(namespace) || !ingress.is_empty() || !egress.is_empty()
        };
        self.drafts = std::mem::take(&mut self.drafts).into_iter().filter(says_more).collect();
        let denied = self.namespaces.difference(&self.without_default);
        let defaults = denied.map(|namespace| Draft {
            namespace: namespace.clone(),
            name: "default-deny".to_owned(),
            labels: PodLabels::new(),
            ingress: Vec::new(),
            egress: Vec::new(),
        });
        self.drafts.extend(defaults.collect::<Vec<_>>());
        // The default of a namespace goes before the policies of its workloads.
        self.drafts.sort_by(|a, b| {
            (&a.namespace, !a.labels.is_empty(), &a.name).cmp(&(
                &b.namespace,
                !b.labels.is_empty(),
                &b.name,
            ))
        });
    }
}

/// How a policy names an end; none where it cannot: pods of the node's network have no labels that count.
fn whom(network: &Network<'_>, end: DeclaredEnd) -> Option<Whom> {
    Some(match end {
        DeclaredEnd::Addresses(range) => Whom::Block(range),
        DeclaredEnd::AnyPod => Whom::AnyPod,
        DeclaredEnd::Anybody => Whom::Anybody,
        DeclaredEnd::Workload(index) => {
            let member = network.member(index)?;
            if member.workload.host_network().is_true() {
                return None;
            }
            let namespace = member.namespace.to_owned();
            Whom::Pods { namespace, labels: labels(member) }
        }
    })
}

/// The labels to select a workload's pods by: those its own controller selects them by, which never change;
/// else all that last.
pub(super) fn labels(member: &Member<'_>) -> PodLabels {
    let workload = member.workload;
    let pods: PodLabels = workload
        .labels()
        .into_iter()
        .flat_map(StrMap::entries)
        .map(|(key, _, value)| (key.text().to_owned(), value.to_owned()))
        .collect();
    let selector = workload.selector().filter(|of| of.match_expressions().is_empty());
    let own = selector.and_then(|selector| selector.match_labels().get());
    let own: PodLabels = own
        .into_iter()
        .flat_map(StrMap::entries)
        .map(|(key, _, value)| (key.text().to_owned(), value.to_owned()))
        .collect();
    let holds = !own.is_empty() && own.iter().all(|(key, value)| pods.get(key) == Some(value));
    let mut labels = if holds { own } else { pods };
    labels.retain(|key, _| !PASSING.contains(&key.as_str()) && !OF_ONE_RUN.contains(&key.as_str()));
    labels
}

/// The pods of the cluster's DNS: those behind its Service, else those of the label that they always have.
fn dns(references: &References<'_>) -> (Whom, PortSet) {
    let service = references.services("kube-system").find(|(of, _)| of.name() == "kube-dns");
    let selector = service.and_then(|(_, spec)| spec.selector().get());
    let of_service: PodLabels = selector
        .into_iter()
        .flat_map(StrMap::entries)
        .map(|(key, _, value)| (key.text().to_owned(), value.to_owned()))
        .collect();
    let labels = match of_service.is_empty() {
        true => PodLabels::from([("k8s-app".to_owned(), "kube-dns".to_owned())]),
        false => of_service,
    };
    let ports = PortSet::of([Protocol::Tcp, Protocol::Udp].map(|of| Ports::one(of, 53)));
    (Whom::Pods { namespace: "kube-system".to_owned(), labels }, ports)
}

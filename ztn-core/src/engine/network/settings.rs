//! What the input tells of its network plugin: settings that change what policies do, and what it makes nothing
//! of.

use std::mem::discriminant;

use super::dialects::compile::named;
use crate::model::config_map::ConfigMap;
use crate::model::service::{ServicePort, ServiceSpec};
use crate::model::{Cluster, Kind, Object, Place, StrMap, workloads};
use crate::options::KubeVersion;
use crate::parse::Node;

/// Keys of Cilium's ConfigMap, with the values under which its agents let everything pass.
/// <https://docs.cilium.io/en/stable/security/policy-creation/>
const OFF: [(&str, &str); 2] = [("policy-audit-mode", "true"), ("enable-policy", "never")];
/// The setting under which they let nothing pass that no policy allows.
const ALWAYS: (&str, &str) = ("enable-policy", "always");
/// The setting without which they refuse `fromNodes` and `toNodes`.
const NODE_LABELS: (&str, &str) = ("enable-node-selector-labels", "true");

/// What switches on policies for nodes.
const HOST_FIREWALL: &str = "enable-host-firewall";

/// The settings that pass over policies of a kind, where they are `false`.
const PASSED_OVER: [(Kind, &str); 3] = [
    (Kind::NetworkPolicy, "enable-k8s-networkpolicy"),
    (Kind::CiliumNetworkPolicy, "enable-cilium-network-policy"),
    (Kind::CiliumClusterwideNetworkPolicy, "enable-cilium-clusterwide-network-policy"),
];
/// The setting with what blocks stand for beside addresses outside.
const CIDR_MATCH: &str = "policy-cidr-match-mode";

/// The setting with the name of the cluster, in a mesh of several.
const CLUSTER: &str = "cluster-name";
/// The setting with how connections from outside are sent on to the nodes of pods.
const LOAD_BALANCING: &str = "bpf-lb-mode";

/// The settings that say which labels identities are made of.
const IDENTITIES: [&str; 2] = ["labels", "label-prefix-file"];

/// Whom Cilium's agents hold to policies.
pub(super) enum Enforcement<'a> {
    /// Whom a policy selects.
    WherePoliciesAre,
    /// Nobody, and why.
    Never(String),
    /// Every pod, as is written there.
    Always(Object<'a>, Place),
    /// Nobody knows, and why.
    Unclear(String),
}

/// The settings of `object` that keep policies from having an effect, each with what it says.
#[must_use]
pub fn unenforced(object: Object<'_>) -> Vec<(Node<'_>, String)> {
    let entries = data(object).into_iter().flat_map(StrMap::entries);
    let off = entries.filter(|(key, _, value)| OFF.contains(&(key.text(), *value)));
    off.map(|(key, node, value)| (node, format!("`{}` is `{value}`", key.text()))).collect()
}

/// The settings in a ConfigMap, if it is the one of Cilium's agents.
pub(super) fn data(object: Object<'_>) -> Option<StrMap<'_>> {
    let config = object.view::<ConfigMap<'_>>().filter(|_| object.name() == "cilium-config")?;
    config.data().get()
}

/// Every ConfigMap of Cilium's agents, with its settings.
pub(super) fn of_cilium(cluster: &Cluster) -> impl Iterator<Item = (Object<'_>, StrMap<'_>)> {
    let all = cluster.all::<ConfigMap<'_>>();
    all.filter_map(|(object, _)| Some((object, data(object)?)))
}

/// Whom Cilium's agents hold to policies.
pub(super) fn enforcement(cluster: &Cluster) -> Enforcement<'_> {
    let mut each = of_cilium(cluster).map(|(object, data)| enforced_by(object, data));
    let Some(first) = each.next() else {
        return Enforcement::WherePoliciesAre;
    };
    if each.any(|other| discriminant(&other) != discriminant(&first)) {
        let why =
            "several ConfigMaps `cilium-config` say differently whether policies are enforced";
        return Enforcement::Unclear(why.to_owned());
    }
    first
}

fn enforced_by<'a>(object: Object<'a>, data: StrMap<'a>) -> Enforcement<'a> {
    if let Some((_, what)) = unenforced(object).into_iter().next() {
        let name = named(object);
        return Enforcement::Never(format!("Cilium enforces no policy: {what} in {name}"));
    }
    let (key, always) = ALWAYS;
    match data.entry(key).filter(|(_, value)| value.as_str() == Some(always)) {
        Some((_, value)) => Enforcement::Always(object, Place::of(object, value)),
        None => Enforcement::WherePoliciesAre,
    }
}

/// Are Cilium's agents told to pass over policies of this kind?
pub(super) fn passes_over(cluster: &Cluster, kind: Kind) -> bool {
    let Some((_, key)) = PASSED_OVER.into_iter().find(|(of, _)| *of == kind) else {
        return false;
    };
    of_cilium(cluster).any(|(_, data)| data.get(key) == Some("false"))
}

/// Why it is not sure that Cilium's agents hold nodes to policies: they do only where they are told to.
/// <https://docs.cilium.io/en/stable/security/host-firewall/>
pub(super) fn doubts_nodes(cluster: &Cluster) -> Option<&'static str> {
    let mut told = of_cilium(cluster).filter_map(|(_, data)| data.get(HOST_FIREWALL));
    let is_on = told.next() == Some("true") && told.all(|other| other == "true");
    (!is_on).then_some("Cilium holds nodes to policies only where `enable-host-firewall` is `true`")
}

/// Do Cilium's agents take blocks for what they manage, too: for `nodes`, or for `pods`?
pub(super) fn blocks_hold(cluster: &Cluster, what: &str) -> bool {
    let modes = of_cilium(cluster).filter_map(|(_, data)| data.get(CIDR_MATCH));
    modes.flat_map(|modes| modes.split([',', ' '])).any(|mode| mode == what)
}

/// What Cilium's agents call their cluster; none where nobody says.
pub(super) fn cluster_name(cluster: &Cluster) -> Option<&str> {
    let mut names = of_cilium(cluster).map(|(_, data)| data.get(CLUSTER).unwrap_or("default"));
    let first = names.next()?;
    names.all(|other| other == first).then_some(first)
}

/// Do the nodes of pods answer the clients of Services themselves, so that policies see who these are?
/// <https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/>
#[derive(Clone, Copy, Default)]
pub(super) struct DirectReturn {
    tcp: bool,
    others: bool,
}

impl DirectReturn {
    /// As Cilium's agents are told.
    pub(super) fn of(cluster: &Cluster) -> Self {
        let mut modes = of_cilium(cluster).filter_map(|(_, data)| data.get(LOAD_BALANCING));
        match modes.next() {
            Some("dsr") => Self { tcp: true, others: true },
            Some("hybrid") => Self { tcp: true, others: false },
            _ => Self::default(),
        }
    }

    /// Is it so on every port of this Service?
    pub(super) fn keeps_clients(self, service: ServiceSpec<'_>) -> bool {
        let is_tcp = |port: ServicePort<'_>| port.protocol().or("TCP") == "TCP";
        self.tcp && (self.others || service.ports().iter().all(is_tcp))
    }
}

/// Do Cilium's agents know labels of nodes? Without their ConfigMap they may.
pub(super) fn knows_labels_of_nodes(cluster: &Cluster) -> bool {
    let mut configs = of_cilium(cluster).peekable();
    configs.peek().is_none()
        || configs.any(|(_, data)| data.get(NODE_LABELS.0) == Some(NODE_LABELS.1))
}

/// Do Cilium's agents surely make identities of what they do by default?
pub(super) fn leaves_out_labels_of_one_run(cluster: &Cluster) -> bool {
    let mut configs = of_cilium(cluster).peekable();
    let is_default = |data: StrMap<'_>| IDENTITIES.iter().all(|key| data.get(key).is_none());
    configs.peek().is_some() && configs.all(|(_, data)| is_default(data))
}

/// What the network plugin of the input makes nothing of, though policies may say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacks {
    /// `endPort`: only the first port of a range is opened, up to Cilium 1.15.
    /// <https://github.com/cilium/cilium/issues/28684>
    pub port_ranges: bool,
    /// SCTP, which Cilium drops unless `enable-sctp` is set.
    /// <https://docs.cilium.io/en/stable/configuration/sctp/>
    pub sctp: bool,
}

/// The first release of Cilium that reads `endPort`: 1.16.
const CILIUM_PORT_RANGES: u32 = 16;

impl Lacks {
    /// Of the agents and the settings that are in the input.
    #[must_use]
    pub fn of(cluster: &Cluster) -> Self {
        let agents = cluster.of_kind(Kind::DaemonSet).flat_map(workloads);
        let agents = agents.flat_map(|workload| workload.containers());
        let mut versions = agents
            .filter(|(_, container)| container.image_name() == "cilium")
            .filter_map(|(_, container)| container.image_tag()?.parse::<KubeVersion>().ok());
        let mut configs = of_cilium(cluster);
        Self {
            port_ranges: versions.any(|version| version.minor < CILIUM_PORT_RANGES),
            sctp: configs.any(|(_, data)| data.get("enable-sctp") != Some("true")),
        }
    }
}

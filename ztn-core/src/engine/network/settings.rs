//! What the input tells of its network plugin: settings under which policies have no effect, and what it
//! does not know yet.

use crate::model::config_map::ConfigMap;
use crate::model::{Cluster, Kind, Object};
use crate::options::KubeVersion;
use crate::parse::Node;

/// Keys of Cilium's ConfigMap, with the values under which its agents let everything pass.
/// <https://docs.cilium.io/en/stable/security/policy-creation/>
const OFF: [(&str, &str); 2] = [("policy-audit-mode", "true"), ("enable-policy", "never")];

/// The settings of `object` that keep policies from having an effect, each with what it says.
#[must_use]
pub fn unenforced(object: Object<'_>) -> Vec<(Node<'_>, String)> {
    let data = cilium_config(object).and_then(|config| config.data().get());
    let entries = data.into_iter().flat_map(|data| data.entries());
    let off = entries.filter(|(key, _, value)| OFF.contains(&(key.text(), *value)));
    off.map(|(key, node, value)| (node, format!("`{}` is `{value}`", key.text()))).collect()
}

pub(super) fn cilium_config(object: Object<'_>) -> Option<ConfigMap<'_>> {
    object.view::<ConfigMap<'_>>().filter(|_| object.name() == "cilium-config")
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
        let agents = cluster.of_kind(Kind::DaemonSet).flat_map(crate::model::workloads);
        let agents = agents.flat_map(|workload| workload.containers());
        let mut versions = agents
            .filter(|(_, container)| container.image_name() == "cilium")
            .filter_map(|(_, container)| container.image_tag()?.parse::<KubeVersion>().ok());
        let mut configs = cluster.of_kind(Kind::ConfigMap).filter_map(cilium_config);
        Self {
            port_ranges: versions.any(|version| version.minor < CILIUM_PORT_RANGES),
            sctp: configs.any(|config| config.data().value("enable-sctp") != Some("true")),
        }
    }
}

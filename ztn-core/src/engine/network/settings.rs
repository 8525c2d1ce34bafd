//! Settings of network plugins under which policies have no effect.

use crate::model::Object;
use crate::model::config_map::ConfigMap;
use crate::parse::Node;

/// Keys of Cilium's ConfigMap, with the values under which its agents let everything pass.
/// <https://docs.cilium.io/en/stable/security/policy-creation/>
const OFF: [(&str, &str); 2] = [("policy-audit-mode", "true"), ("enable-policy", "never")];

/// The settings of `object` that keep policies from having an effect, each with what it says.
#[must_use]
pub fn unenforced(object: Object<'_>) -> Vec<(Node<'_>, String)> {
    let config = object.view::<ConfigMap<'_>>().filter(|_| object.name() == "cilium-config");
    let data = config.and_then(|config| config.data().get());
    let entries = data.into_iter().flat_map(|data| data.entries());
    let off = entries.filter(|(key, _, value)| OFF.contains(&(key.text(), *value)));
    off.map(|(key, node, value)| (node, format!("`{}` is `{value}`", key.text()))).collect()
}

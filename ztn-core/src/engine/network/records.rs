//! Is traffic recorded, so that somebody can hold it against policy?

use super::settings::data;
use crate::engine::{Because, Known, Unknown};
use crate::evidence::Evidence;
use crate::model::{Cluster, Kind, Object, Place};
use crate::parse::Node;

/// The key of Cilium's ConfigMap that says whether Hubble records flows.
/// <https://docs.cilium.io/en/stable/observability/hubble/setup/>
const HUBBLE: &str = "enable-hubble";

/// The object that makes Calico record flows.
/// <https://docs.tigera.io/calico/latest/observability/enable-whisker>
const GOLDMANE: (&str, &str) = ("operator.tigera.io", "Goldmane");

/// What `object` says of Hubble, if it is Cilium's ConfigMap: where, and whether it records.
#[must_use]
pub fn hubble(object: Object<'_>) -> Option<(Node<'_>, bool)> {
    let (_, node, value) = data(object)?.entries().find(|(key, ..)| key.text() == HUBBLE)?;
    Some((node, value == "true"))
}

/// Does something record the connections of pods?
#[must_use]
pub fn recorded(cluster: &Cluster) -> Known {
    let is_goldmane = |object: &Object<'_>| {
        let written = object.type_meta();
        (written.group(), written.kind) == GOLDMANE
    };
    if let Some(object) = cluster.of_kind(Kind::Other).find(is_goldmane) {
        return known(object, object.name_node(), true, "Calico's Goldmane records flows");
    }
    let mut said = cluster.of_kind(Kind::ConfigMap).filter_map(|object| {
        let (node, on) = hubble(object)?;
        Some((object, node, on))
    });
    match said.next() {
        Some((object, node, true)) => known(object, node, true, "Cilium's Hubble records flows"),
        Some((object, node, false)) => known(object, node, false, "Cilium's Hubble is off"),
        None => Known::Unknown(Unknown::missing(Evidence::FlowRecords)),
    }
}

fn known(object: Object<'_>, node: Node<'_>, answer: bool, text: &str) -> Known {
    let place = Place::of(object, node);
    Known::of(answer, text, vec![Because { place, text: text.to_owned() }])
}

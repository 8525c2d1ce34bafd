//! Volumes are none of the node's, or of few types.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, plural, quoted};
use crate::model::volume::Volume;
use crate::parse::Node;

/// The sources that the restricted level allows.
const ALLOWED: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

pub(in crate::engine::pod_security) fn host_paths(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut names = Vec::new();
    for volume in pod.workload.spec().volumes().iter() {
        let source = pod.note(volume.host_path());
        if source.is_set() {
            setters.place(source);
            names.push(volume.name().or("?"));
        }
    }
    let noun = plural(&names, "volume", "volumes");
    setters.broken("hostPath volumes", |_| format!("{noun} {}", quoted(&names)))
}

/// The key of the source of a volume that the restricted level refuses. Without a source it is an `emptyDir`.
#[must_use]
pub fn restricted_source(volume: Volume<'_>) -> Option<Node<'_>> {
    let is_allowed = volume.sources().any(|(key, _)| ALLOWED.contains(&key.text()));
    volume.sources().map(|(key, _)| key).next().filter(|_| !is_allowed)
}

pub(in crate::engine::pod_security) fn restricted(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let (mut names, mut kinds) = (Vec::new(), Vec::new());
    for volume in pod.workload.spec().volumes().iter() {
        if let Some(key) = restricted_source(volume) {
            setters.place(key);
            names.push(volume.name().or("?"));
            kinds.push(key.text());
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let verb = plural(&names, "uses", "use");
    let (volumes, types) = (plural(&names, "volume", "volumes"), plural(&kinds, "type", "types"));
    setters.broken("restricted volume types", |_| {
        let (names, kinds) = (quoted(&names), quoted(&kinds));
        format!("{volumes} {names} {verb} restricted volume {types} {kinds}")
    })
}

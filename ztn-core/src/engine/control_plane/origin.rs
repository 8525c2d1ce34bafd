//! Where the files of a component come from: its volumes, or its image.

use super::command::of_container;
use super::{ControlPlane, Server};
use crate::model::container::{Container, VolumeMount};
use crate::model::volume::{ConfigMapSource, HostPath, KeyToPath, Volume};
use crate::model::workload::workloads;

/// What holds a path of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// No volume: the image, or what the container itself writes.
    Image,
    /// A volume that goes with the pod.
    Scratch,
    /// This path of the node.
    Host(String),
    /// This key of a ConfigMap.
    ConfigMap {
        /// Its name, in the namespace of the pod.
        name: &'a str,
        /// The key.
        key: String,
    },
    /// Another volume.
    Elsewhere,
}

impl<'a> ControlPlane<'a> {
    /// What holds `path` for `server`; `None` where the input does not show its container.
    #[must_use]
    pub fn origin(&self, server: &Server<'a>, path: &str) -> Option<Origin<'a>> {
        let runs = |container: &Container<'a>| {
            of_container(*container).is_some_and(|(component, _)| component == server.component)
        };
        workloads(server.object).find_map(|workload| {
            let container = workload.containers().map(|(_, container)| container).find(runs)?;
            let mounted = container
                .volume_mounts()
                .iter()
                .filter_map(|mount| Some((mount, below(path, mount.mount_path().get()?)?)));
            // The longest path is mounted over the others.
            let Some((mount, rest)) = mounted.min_by_key(|(_, rest)| rest.len()) else {
                return Some(Origin::Image);
            };
            let volumes = workload.spec().volumes();
            let name = mount.name().get();
            let volume = volumes.iter().find(|volume| volume.name().get() == name);
            Some(volume.map_or(Origin::Elsewhere, |volume| of_volume(volume, mount, rest)))
        })
    }
}

/// What is left of `path` in `folder`, if it is in it: with its slash, and empty for the folder itself.
pub(super) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    (!folder.is_empty() && (rest.is_empty() || rest.starts_with('/'))).then_some(rest)
}

fn of_volume<'a>(volume: Volume<'a>, mount: VolumeMount<'a>, rest: &str) -> Origin<'a> {
    if mount.sub_path_expr().is_set() {
        return Origin::Elsewhere;
    }
    let sub = mount.sub_path().or("");
    let inside = format!("{}{sub}{rest}", if sub.is_empty() { "" } else { "/" });
    if let Some(host) = volume.host_path().then(HostPath::path).get() {
        return Origin::Host(format!("{}{inside}", host.trim_end_matches('/')));
    }
    if let Some(map) = volume.config_map().get() {
        return of_config_map(map, inside.trim_start_matches('/'));
    }
    match volume.sources().next() {
        None => Origin::Scratch,
        Some((key, _)) if key.text() == "emptyDir" => Origin::Scratch,
        Some(_) => Origin::Elsewhere,
    }
}

fn of_config_map<'a>(map: ConfigMapSource<'a>, file: &str) -> Origin<'a> {
    let items = map.items();
    let is_file = |item: &KeyToPath<'a>| item.path().or("") == file;
    let key = match items.is_empty() {
        true => Some(file),
        false => items.iter().find(is_file).and_then(|item| item.key().get()),
    };
    match (map.name().get(), key) {
        (Some(name), Some(key)) => Origin::ConfigMap { name, key: key.to_owned() },
        _ => Origin::Elsewhere,
    }
}

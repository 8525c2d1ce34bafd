//! From a pod's claim to the volume behind it.

use std::collections::HashMap;

use super::cluster::Cluster;
use super::controller::StatefulSet;
use super::field::Field;
use super::object::Object;
use super::storage::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeSpec,
};
use super::workload::Workload;

/// What a workload asks storage of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim<'a> {
    /// A claim of its namespace.
    Named(&'a str),
    /// Claims that are made for its pods: what their names begin with, before a number.
    Numbered(String),
    /// A claim that is made for each pod and goes with it.
    Ephemeral(&'a str),
}

impl<'a> Workload<'a> {
    /// Its claims, each with the place that asks.
    #[must_use]
    pub fn claims(self) -> Vec<(Claim<'a>, Field<'a, &'a str>)> {
        let mut claims = Vec::new();
        for volume in self.spec().volumes().iter() {
            let named = volume.persistent_volume_claim().then(|source| source.claim_name());
            claims.extend(named.get().map(|name| (Claim::Named(name), named)));
            if volume.ephemeral().is_set() {
                claims.push((Claim::Ephemeral(volume.name().or("?")), volume.name()));
            }
        }
        let set = self.object().view::<StatefulSet<'_>>().and_then(|set| set.spec().get());
        for template in set.into_iter().flat_map(|spec| spec.volume_claim_templates().iter()) {
            let name = template.metadata().then(|metadata| metadata.name());
            let begin = format!("{}-{}-", name.or("?"), self.object().name());
            claims.push((Claim::Numbered(begin), name));
        }
        claims
    }
}

/// A volume, with its object.
type Bound<'a> = (Object<'a>, PersistentVolumeSpec<'a>);

/// The volumes of a cluster by the claims they are bound to.
pub struct Claims<'a> {
    /// By namespace, then by name.
    bound: HashMap<&'a str, HashMap<&'a str, Bound<'a>>>,
}

impl<'a> Claims<'a> {
    /// Reads them: a volume names its claim, or a claim its volume.
    #[must_use]
    pub fn of(cluster: &'a Cluster) -> Self {
        let mut bound: HashMap<&str, HashMap<&str, Bound<'_>>> = HashMap::new();
        let mut by_name = HashMap::new();
        for (object, volume) in cluster.all::<PersistentVolume<'_>>() {
            let Some(spec) = volume.spec().get() else { continue };
            by_name.insert(object.name(), (object, spec));
            if let Some(claim) = spec.claim_ref().get() {
                let namespace = bound.entry(claim.namespace().or("default")).or_default();
                namespace.insert(claim.name().or(""), (object, spec));
            }
        }
        for (object, claim) in cluster.all::<PersistentVolumeClaim<'_>>() {
            let name = claim.spec().then(PersistentVolumeClaimSpec::volume_name).or("");
            if let Some(volume) = by_name.get(name) {
                let namespace = bound.entry(object.namespace().unwrap_or_default()).or_default();
                namespace.insert(object.name(), *volume);
            }
        }
        Self { bound }
    }

    /// The volumes behind a claim of a workload; none where the input does not tell.
    #[must_use]
    pub fn behind(&self, workload: Workload<'a>, claim: &Claim<'_>) -> Vec<Bound<'a>> {
        let namespace = self.bound.get(workload.namespace());
        let bound = |name: &str| namespace.and_then(|claims| claims.get(name)).copied();
        match claim {
            Claim::Named(name) => bound(name).into_iter().collect(),
            Claim::Ephemeral(_) => Vec::new(),
            Claim::Numbered(begin) => {
                (0..).map_while(|number| bound(&format!("{begin}{number}"))).collect()
            }
        }
    }
}

impl<'a> PersistentVolumeSpec<'a> {
    /// The path of a node that it is: a `hostPath`, which no cluster of several nodes has a use for, or a
    /// `local` directory or disk.
    #[must_use]
    pub fn node_path(self) -> Option<Field<'a, &'a str>> {
        let path = self.host_path().then(|source| source.path());
        let local = self.local().then(|source| source.path());
        [path, local].into_iter().find(|field| field.is_set())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    #[test]
    fn both_kinds_of_node_paths_are_read() {
        let path = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let spec = PersistentVolumeSpec::from_node(document.root()).expect("a mapping");
            spec.node_path().and_then(Field::get).map(str::to_owned)
        };
        assert_eq!(path("{hostPath: {path: /srv}}").as_deref(), Some("/srv"));
        assert_eq!(path("{local: {path: /mnt/disk}}").as_deref(), Some("/mnt/disk"));
        assert_eq!(path("{csi: {driver: x}}"), None);
    }
}

//! Secrets: that they are there and what they are for, never what is in them.

use std::collections::HashSet;

use super::Cluster;
use super::meta::Metadata;
use super::view::{Keys, view};

view! {
    /// A Secret, without its values.
    Secret "Secret" {
        metadata "metadata": Metadata<'a>,
        /// Left out: `Opaque`.
        type_ "type": &'a str,
        data "data": Keys<'a>,
        string_data "stringData": Keys<'a>,
        immutable "immutable": bool,
    }
}

impl<'a> Secret<'a> {
    /// The service account that it holds a token of, by its annotation.
    #[must_use]
    pub fn service_account(self) -> Option<&'a str> {
        self.metadata().then(Metadata::annotations).value("kubernetes.io/service-account.name")
    }

    /// Has it a value under `key`, of whatever form?
    #[must_use]
    pub fn holds(self, key: &str) -> bool {
        [self.data(), self.string_data()]
            .iter()
            .any(|values| values.get().is_some_and(|values| values.contains(key)))
    }
}

/// The Secrets that workloads name, by namespace and name.
pub struct SecretsUsed<'a>(HashSet<(&'a str, &'a str)>);

impl<'a> SecretsUsed<'a> {
    /// Those of every workload: as volumes, in projected volumes, and in the environment.
    #[must_use]
    pub fn of(cluster: &'a Cluster) -> Self {
        let mut used = HashSet::new();
        for workload in cluster.workloads() {
            let namespace = workload.namespace();
            for volume in workload.spec().volumes().iter() {
                used.extend(volume.secret_names().into_iter().map(|name| (namespace, name)));
            }
            for (_, container) in workload.containers() {
                used.extend(container.secret_names().into_iter().map(|name| (namespace, name)));
            }
        }
        Self(used)
    }

    /// Does a workload use this one?
    #[must_use]
    pub fn contains(&self, namespace: &str, name: &str) -> bool {
        self.0.contains(&(namespace, name))
    }
}

//! Whom policies are about.

use std::collections::HashMap;

use crate::model::{Cluster, Kind, LabelSelector, Workload};

/// The workloads of each namespace.
pub(super) struct Subjects<'a> {
    by_namespace: HashMap<&'a str, Vec<Workload<'a>>>,
}

impl<'a> Subjects<'a> {
    pub(super) fn of(cluster: &'a Cluster) -> Self {
        let mut by_namespace: HashMap<&str, Vec<Workload<'_>>> = HashMap::new();
        for workload in cluster.workloads() {
            let namespace = workload.namespace();
            by_namespace.entry(namespace).or_default().push(workload);
        }
        Self { by_namespace }
    }

    /// Does `selector` choose some workload of `namespace`? `None` where it cannot be understood.
    pub(super) fn any(&self, namespace: &str, selector: LabelSelector<'_>) -> Option<bool> {
        let mut any = selector.matches(&NoLabels).map(|_| false)?;
        for workload in self.by_namespace.get(namespace).into_iter().flatten() {
            any |= selector.matches(&workload.labels())?;
        }
        Some(any)
    }
}

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

/// May something in `namespace` make pods that nothing in the input describes: an object of a kind
/// that the model does not know, of a group that is not the API's own?
pub(super) fn may_hold_unseen_pods(cluster: &Cluster, namespace: &str) -> bool {
    let unknown = cluster.of_kind(Kind::Other);
    let mut here = unknown.filter(|object| object.written_namespace() == Some(namespace));
    here.any(|object| {
        let group = object.type_meta().group();
        let is_own = !group.contains('.') || group.ends_with(".k8s.io");
        let is_known = WITHOUT_PODS.iter().any(|known| {
            group.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        !is_own && !is_known && crate::model::workloads(object).next().is_none()
    })
}

/// A pod without labels, to see whether a selector can be understood.
struct NoLabels;

impl crate::model::Labels for NoLabels {
    fn label(&self, _key: &str) -> Option<&str> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    #[test]
    fn a_selector_that_cannot_be_understood_is_so_without_workloads_too() {
        let any = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let selector = LabelSelector::from_node(document.root()).expect("a mapping");
            Subjects::of(&Cluster::default()).any("shop", selector)
        };
        assert_eq!(any("{matchLabels: {app: web}}"), Some(false));
        assert_eq!(any("{matchExpressions: [{key: app, operator: Like, values: [w]}]}"), None);
    }
}

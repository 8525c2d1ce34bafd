//! What has to do with pods, by the labels of these.

use std::collections::HashMap;

use crate::model::{Label, StrMap, Workload};

/// By namespace, key and value; without one where the value is not known.
pub(super) struct ByLabel<'a, T>(HashMap<(&'a str, &'a str, Option<&'a str>), Vec<T>>);

impl<'a, T: Copy> ByLabel<'a, T> {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    /// Adds `item` under every label of the pods of `workload`.
    pub(super) fn add(&mut self, workload: Workload<'a>, item: T) {
        let namespace = workload.namespace();
        let mut add = |key, value| self.0.entry((namespace, key, value)).or_default().push(item);
        for (key, _, value) in workload.labels().into_iter().flat_map(StrMap::entries) {
            add(key.text(), Some(value));
        }
        for (key, label) in workload.given_labels() {
            add(key, if let Label::Is(value) = label { Some(value) } else { None });
        }
    }

    /// What has this label, or may have it.
    pub(super) fn with(
        &self,
        namespace: &'a str,
        (key, value): (&'a str, &'a str),
    ) -> impl Iterator<Item = T> {
        let all = [Some(value), None].into_iter();
        all.filter_map(move |value| self.0.get(&(namespace, key, value))).flatten().copied()
    }
}

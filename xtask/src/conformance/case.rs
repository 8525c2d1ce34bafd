//! One labelled case: a line of `cases.jsonl`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The columns that are read; the rest of a row is its author's own record.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) suite: String,
    pub(crate) case: String,
    pub(crate) peer_check: String,
    /// 1 to 10; none for what lies outside the ten practices.
    pub(crate) practice: Option<u32>,
    pub(crate) expect: Expect,
    /// `Kind/namespace/name`, the namespace as written.
    pub(crate) resource: Option<String>,
    /// The files to give in one run, from `tree/`.
    pub(crate) inputs: Vec<String>,
    pub(crate) granularity: Granularity,
    #[serde(default)]
    pub(crate) fit: Option<String>,
    #[serde(default)]
    pub(crate) offline: Option<bool>,
    #[serde(default)]
    pub(crate) doc_index: Option<usize>,
    #[serde(flatten)]
    pub(crate) rest: BTreeMap<String, Value>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Expect {
    Pass,
    Fail,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Granularity {
    /// The verdict is about one object.
    Resource,
    /// The verdict is about all inputs together.
    Case,
    /// As `Resource`, over a configuration file taken out of a larger fixture.
    Embedded,
    /// Every permitted connection.
    Connectivity,
    /// One permitted or denied connection.
    Query,
    /// The input itself is wrong.
    InputError,
}

/// What the peer was told beside the files. Without it the label says nothing about us.
const SETTINGS: &[(&str, &str)] = &[
    ("settings", "needs the peer's own settings"),
    ("config", "needs the peer's own settings"),
    ("go_config", "needs the peer's own settings"),
    ("mesh_config", "needs the peer's own settings"),
    ("needs_context", "needs answers from a live API server"),
    ("custom_check", "a check that only the peer's tests define"),
    ("test_only_check", "a check that only the peer's tests define"),
];

/// What answers questions about connections, and judges the fields of policies.
pub(crate) const NETWORK_ENGINE: &str = "network engine";

impl Case {
    /// Why the row cannot be scored at all, if it cannot.
    pub(crate) fn skipped(&self) -> Option<&'static str> {
        if self.offline == Some(false) {
            return Some("needs a host or a cloud account");
        }
        let set = |key: &str| {
            self.rest
                .get(key)
                .is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
        };
        SETTINGS.iter().find(|(key, _)| set(key)).map(|(_, why)| *why)
    }

    /// The object the verdict is about; `None` where any object will do.
    pub(crate) fn target(&self) -> Option<Target> {
        if matches!(self.granularity, Granularity::Case | Granularity::InputError) {
            return None;
        }
        let mut parts = self.resource.as_deref()?.splitn(3, '/');
        let (kind, namespace, name) = (parts.next()?, parts.next()?, parts.next()?);
        // Configuration files have a kind and no name: any finding in the input is about them.
        (!name.is_empty()).then(|| Target {
            kind: kind.to_owned(),
            namespace: normal_namespace(namespace).to_owned(),
            name: name.to_owned(),
        })
    }
}

/// An object as a label names it.
pub(crate) struct Target {
    pub(crate) kind: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// Peers write `default` where the manifest has no namespace.
pub(crate) fn normal_namespace(namespace: &str) -> &str {
    if namespace.is_empty() { "default" } else { namespace }
}

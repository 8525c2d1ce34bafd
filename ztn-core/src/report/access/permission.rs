//! A right, as reports write it.

use serde::{Deserialize, Serialize};

use crate::engine::rbac::{Row, RowTarget, Table};

/// Verbs on a resource or a path that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Permission {
    /// The verbs.
    pub verbs: Vec<String>,
    /// `pods`, `pods/exec`, `deployments.apps`, or a path such as `/metrics`.
    pub resource: String,
    /// The objects it holds for; left out: every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The namespace; left out where it holds in all of them, or beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

impl Permission {
    /// The rights of a table, in its order.
    pub(crate) fn of_table(table: &Table<'_>) -> Vec<Self> {
        table.rows().iter().map(Self::of_row).collect()
    }

    /// The right of one row.
    pub(crate) fn of_row(row: &Row<'_>) -> Self {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let (resource, names) = match &row.target {
            RowTarget::Url(url) => ((*url).to_owned(), Vec::new()),
            RowTarget::Resource { group, resource, names } => {
                (in_group(resource, group), owned(names))
            }
        };
        let namespace = row.namespace.map(str::to_owned);
        Self { verbs: owned(&row.verbs), resource, names, namespace }
    }

    /// In one clause: ``get, list pods `web` in namespace `shop` ``.
    pub(crate) fn words(&self) -> String {
        let names = match self.names.as_slice() {
            [] => String::new(),
            names => format!(" `{}`", names.join("`, `")),
        };
        let place = match &self.namespace {
            Some(namespace) => format!(" in namespace `{namespace}`"),
            None => String::new(),
        };
        format!("{} {}{names}{place}", self.verbs.join(", "), self.resource)
    }
}

/// A resource as questions name it: `deployments/scale.apps`.
pub(crate) fn in_group(resource: &str, group: &str) -> String {
    if group.is_empty() { resource.to_owned() } else { format!("{resource}.{group}") }
}

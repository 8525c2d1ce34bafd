//! `testdata/conformance/map.toml`: what a peer's check is called here, or why it is not here.
//!
//! ```toml
//! [kube-linter.privileged-container]
//! rules = ["privileged-container"]
//!
//! [kube-linter.dangling-service]
//! uncovered = "no practice is about services without pods"
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// One peer's check.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Our rules that answer the same question: any of them is enough.
    #[serde(default)]
    pub(crate) rules: Vec<String>,
    /// Why we do not ask the question.
    pub(crate) uncovered: Option<String>,
    /// Why the peer is wrong, with the specification's words. Beside `rules`, rows that agree all the
    /// same count as such.
    pub(crate) disagree: Option<String>,
    /// `cluster` where the check is about something absent.
    pub(crate) scope: Option<String>,
}

/// The whole map, by suite and by the peer's check.
#[derive(Deserialize, Default)]
#[serde(transparent)]
pub(crate) struct Map(BTreeMap<String, BTreeMap<String, Entry>>);

impl Map {
    /// Reads the map; without one, every check is without a line.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let map: Self = toml::from_str(&fs::read_to_string(path)?)
            .with_context(|| path.display().to_string())?;
        for (suite, checks) in &map.0 {
            for (check, entry) in checks {
                let said =
                    [!entry.rules.is_empty(), entry.uncovered.is_some(), entry.disagree.is_some()];
                if !said.contains(&true) {
                    bail!("{suite}.{check} names no rule and no reason");
                }
            }
        }
        Ok(map)
    }

    /// Where we differ on purpose: the suite, the peer's check, and why.
    pub(super) fn disagreements(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.0.iter().flat_map(|(suite, checks)| {
            let written = checks
                .iter()
                .filter_map(|(check, entry)| Some((check.as_str(), entry.disagree.as_deref()?)));
            written.map(move |(check, why)| (suite.as_str(), check, why))
        })
    }

    pub(crate) fn get(&self, suite: &str, check: &str) -> Option<&Entry> {
        self.0.get(suite)?.get(check)
    }
}

//! `testdata/conformance/network.toml`: rows about connections that are not compared, with the reason.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::super::case::Case;
use super::super::judge::Outcome;

/// The written list.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Exempt {
    /// What this program does not do.
    #[serde(default)]
    out_of_scope: Vec<Entry>,
    /// Where the peer is wrong, with the specification's words.
    #[serde(default)]
    wrong: Vec<Entry>,
}

/// Rows that have one thing in common.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// An option of the row that is on.
    option: Option<String>,
    /// Some text in one of its inputs.
    text: Option<String>,
    /// The beginning of its name.
    case: Option<String>,
    /// Why.
    because: String,
}

impl Exempt {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(path)?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Where the peer is wrong: which rows, and why.
    pub(crate) fn disagreements(&self) -> impl Iterator<Item = (&str, &str)> {
        self.wrong.iter().map(|entry| {
            let marks = [&entry.case, &entry.option, &entry.text];
            let what = marks.into_iter().flatten().next().map_or("", String::as_str);
            (what, entry.because.as_str())
        })
    }

    /// How a row ends that is in the list.
    pub(crate) fn of(&self, case: &Case, tree: &Path) -> Option<Outcome> {
        let in_inputs = |text: &String| {
            let texts =
                case.inputs.iter().filter_map(|input| fs::read_to_string(tree.join(input)).ok());
            texts.into_iter().any(|input| input.contains(text.as_str()))
        };
        let is = |entry: &&Entry| {
            entry.option.as_ref().is_some_and(|key| {
                super::option(case, key).and_then(serde_json::Value::as_bool) == Some(true)
            }) || entry.case.as_ref().is_some_and(|start| case.case.starts_with(start))
                || entry.text.as_ref().is_some_and(in_inputs)
        };
        if self.out_of_scope.iter().any(|entry| is(&entry)) {
            return Some(Outcome::Uncovered("out of scope (the list says why)"));
        }
        self.wrong.iter().any(|entry| is(&entry)).then_some(Outcome::Disagree)
    }
}

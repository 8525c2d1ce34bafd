//! SARIF 2.1.0, for code scanning and editors.
//!
//! The limits are those of GitHub's code scanning, which rejects a file above them. What had to be left
//! out is said in a notification.

mod driver;
mod invocation;
mod result;
mod taxonomy;

use std::cmp::Reverse;
use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::base::{Base, Name};
use super::diff::Diff;
use super::v1::{Finding, Report, Span};

/// Results in a run.
const RESULTS: usize = 25_000;
/// Related locations of a result; more are accepted, and not shown.
const RELATED: usize = 99;
/// What relative URIs are relative to. The folder itself is not named: equal input gives equal bytes.
const ROOT: &str = "%SRCROOT%";

/// A report as a SARIF log. It is written whole even when there is nothing to report.
#[must_use]
pub fn sarif(report: &Report, base: &Base) -> String {
    Log::new(report, base, None).write()
}

/// The report `after`, with the difference from an earlier one as the state of each result.
#[must_use]
pub fn sarif_of_diff(diff: &Diff, after: &Report, base: &Base) -> String {
    Log::new(after, base, Some(diff)).write()
}

/// A log in the making.
struct Log<'a> {
    report: &'a Report,
    base: &'a Base,
    diff: Option<&'a Diff>,
    /// Where a file stands in `artifacts`.
    artifacts: HashMap<&'a str, usize>,
}

impl<'a> Log<'a> {
    fn new(report: &'a Report, base: &'a Base, diff: Option<&'a Diff>) -> Self {
        let paths = report.inputs.iter().map(|file| file.path.as_str());
        Self { report, base, diff, artifacts: paths.zip(0..).collect() }
    }

    fn write(&self) -> String {
        let all = self.findings();
        let kept = most_severe(&all, RESULTS);
        let results: Vec<Value> =
            kept.iter().map(|&(finding, state)| self.result(finding, state)).collect();
        let left_out = all.len() - kept.len();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": driver::driver(self.report)},
                "taxonomies": taxonomy::taxonomies(),
                "columnKind": "utf16CodeUnits",
                "originalUriBaseIds": {
                    ROOT: {"description": {"text": "The root of the repository."}},
                },
                "artifacts": self.artifacts(),
                "invocations": [self.invocation(left_out, shortened(&kept))],
                "results": results,
                "properties": self.properties(),
            }],
        });
        format!("{log}\n")
    }

    /// What becomes a result, with its state in a comparison. What another finding already says does not.
    fn findings(&self) -> Vec<(&'a Finding, Option<&'static str>)> {
        let now = self.report.findings.iter().filter(|finding| finding.implied_by.is_none());
        match self.diff {
            None => now.map(|finding| (finding, None)).collect(),
            Some(diff) => {
                let states = diff.states();
                let now = now.map(|finding| (finding, Some(states.of(finding))));
                now.chain(diff.fixed.iter().map(|finding| (finding, Some("absent")))).collect()
            }
        }
    }

    fn artifacts(&self) -> Vec<Value> {
        let files = self.report.inputs.iter();
        files
            .map(|file| {
                let language = if file.path.ends_with(".json") { "json" } else { "yaml" };
                json!({
                    "location": self.artifact(&file.path),
                    "roles": ["analysisTarget"],
                    "sourceLanguage": language,
                })
            })
            .collect()
    }

    /// The file with this path.
    fn artifact(&self, path: &str) -> Value {
        let name = self.base.name(path);
        let mut location = object(json!({"uri": name.uri()}));
        if let Name::Inside(path) = &name
            && !path.starts_with("..")
        {
            location.insert("uriBaseId".to_owned(), ROOT.into());
        }
        put(&mut location, "index", self.artifacts.get(path));
        if name == Name::Stdin {
            location.insert("description".to_owned(), json!({"text": "Standard input."}));
        }
        location.into()
    }

    fn physical(&self, span: &Span) -> Value {
        json!({"artifactLocation": self.artifact(&span.path), "region": region(span)})
    }

    /// The verdicts, which no other field of SARIF can hold.
    fn properties(&self) -> Value {
        let report = self.report;
        let implied = report.findings.iter().filter(|finding| finding.implied_by.is_some()).count();
        json!({
            "verdicts": report.verdicts,
            "options": report.options,
            "notEvaluated": report.not_evaluated,
            "missing": report.missing,
            "hints": report.hints,
            "impliedFindings": implied,
        })
    }
}

fn region(span: &Span) -> Value {
    json!({
        "startLine": span.start.line,
        "startColumn": span.start.col_utf16,
        "endLine": span.end.line,
        "endColumn": span.end.col_utf16,
        "byteOffset": span.start.byte,
        "byteLength": span.end.byte.saturating_sub(span.start.byte),
    })
}

type Stated<'a> = (&'a Finding, Option<&'static str>);

/// At most `limit` findings, the mildest left out, in the order they came.
fn most_severe<'a>(all: &[Stated<'a>], limit: usize) -> Vec<Stated<'a>> {
    let mut kept: Vec<(usize, Stated<'a>)> = all.iter().copied().enumerate().collect();
    if kept.len() > limit {
        kept.sort_by_key(|(_, (finding, _))| {
            (finding.suppressed.is_some(), Reverse(finding.severity))
        });
        kept.truncate(limit);
        kept.sort_by_key(|(index, _)| *index);
    }
    kept.into_iter().map(|(_, stated)| stated).collect()
}

/// How many related locations do not fit into their results.
fn shortened(findings: &[Stated<'_>]) -> usize {
    findings.iter().map(|(finding, _)| finding.labels.len().saturating_sub(RELATED)).sum()
}

/// A clause as the sentence that SARIF asks for.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Adds what is there; what is absent is left out.
fn put<T: serde::Serialize>(map: &mut Map<String, Value>, key: &str, value: Option<T>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), json!(value));
    }
}

/// Adds a list that is not empty.
fn put_list(map: &mut Map<String, Value>, key: &str, list: Vec<Value>) {
    put(map, key, (!list.is_empty()).then_some(list));
}

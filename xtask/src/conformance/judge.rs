//! One case and one answer: who agrees.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::case::{Case, Expect, Granularity, NETWORK_ENGINE, Target};
use super::map::Entry;
use super::run::{Answer, Found};
use crate::registry::PRACTICES;

/// How a row ends.
pub(crate) enum Outcome {
    Agree,
    /// The peer fails it and we are silent.
    Missed(String),
    /// The peer passes it and we are not silent.
    FalseAlarm(String),
    /// We differ, and the map says why the peer is wrong.
    Disagree,
    /// We do not ask the question, or not yet.
    Uncovered(&'static str),
    /// The answer needs a part of the program that is not there yet.
    NotBuilt(&'static str),
    /// The row cannot be scored from files.
    Skipped(&'static str),
    /// `ztn` crashed, hung or printed no report.
    Broken(String),
}

/// Compares through the map.
pub(crate) fn judge(
    case: &Case,
    entry: Option<&Entry>,
    answer: &Answer,
    known: &BTreeSet<String>,
    tree: &Path,
) -> Outcome {
    if case.granularity == Granularity::InputError {
        // Expected `pass` asks only that the run ends well, and it did.
        if case.expect == Expect::Pass || answer.problems > 0 {
            return Outcome::Agree;
        }
        if entry.is_none() {
            return Outcome::NotBuilt(NETWORK_ENGINE);
        }
    }
    let Some(entry) = entry else {
        return Outcome::Uncovered(match case.practice {
            // Whole suites of it are left to the engine, and have no lines in the map.
            Some(_) if case.suite == "netpol-analyzer" => return Outcome::NotBuilt(NETWORK_ENGINE),
            Some(_) => "no line in the map",
            None => "outside the ten practices",
        });
    };
    if let Some(why) = &entry.uncovered {
        return Outcome::Uncovered(if why.starts_with("planned") {
            "planned, and the rule has no name yet"
        } else {
            "not our question (the map says why)"
        });
    }
    if entry.rules.is_empty() {
        return Outcome::Disagree;
    }
    let mapped: Vec<&Found> =
        answer.findings.iter().filter(|found| entry.rules.contains(&found.rule)).collect();
    let here = mapped.iter().find(|found| is_about(case, found, tree));
    match (case.expect, here) {
        (Expect::Fail, Some(_)) => Outcome::Agree,
        (Expect::Pass, None) if entry.rules.iter().any(|rule| known.contains(rule)) => {
            Outcome::Agree
        }
        (_, None) if !entry.rules.iter().all(|rule| known.contains(rule)) => {
            Outcome::Uncovered("planned, and the map names the rule")
        }
        _ if entry.disagree.is_some() => Outcome::Disagree,
        (Expect::Fail, None) => Outcome::Missed(match mapped.first() {
            Some(found) => format!("{} fires on {}/{} instead", found.rule, found.kind, found.name),
            None => format!("{} silent", entry.rules.join(", ")),
        }),
        (Expect::Pass, found) => Outcome::FalseAlarm(
            found.map(|f| format!("{} at {}:{}", f.rule, f.path, f.line)).unwrap_or_default(),
        ),
    }
}

/// The scoring rule that needs no map: is the *practice* failed on that resource?
pub(crate) fn practice_failed(case: &Case, answer: &Answer, tree: &Path) -> bool {
    let number = case.practice.unwrap_or(0) as usize;
    let Some(slug) = number.checked_sub(1).and_then(|index| PRACTICES.get(index)) else {
        return false;
    };
    let breaks = |found: &Found| found.breaks.iter().any(|practice| practice == slug);
    answer.findings.iter().any(|found| breaks(found) && is_about(case, found, tree))
}

/// Is the finding on the object that the label is about?
fn is_about(case: &Case, found: &Found, tree: &Path) -> bool {
    let Some(target) = case.target() else {
        return true;
    };
    let same = target.kind.eq_ignore_ascii_case(&found.kind)
        && target.namespace == found.namespace
        && target.name == found.name;
    if !same {
        return false;
    }
    // Two documents of one name and opposite labels: then the document decides.
    match case.doc_index.and_then(|index| twin_lines(tree, &found.path, index, &target)) {
        Some(lines) => lines.contains(&found.line),
        None => true,
    }
}

/// The lines of document `index`, where another document of the file has the same kind and name.
fn twin_lines(tree: &Path, path: &str, index: usize, target: &Target) -> Option<Range<u64>> {
    let text = fs::read_to_string(tree.join(path)).ok()?;
    let (kind, name) = (format!("kind: {}", target.kind), format!("name: {}", target.name));
    let mut documents: Vec<(Range<u64>, bool, bool)> = vec![(1..1, false, false)];
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with("---") {
            documents.push((number..number, false, false));
        }
        if let Some((lines, has_kind, has_name)) = documents.last_mut() {
            lines.end = number + 1;
            *has_kind |= line.trim_end() == kind;
            *has_name |= line.trim() == name;
        }
    }
    // A file that starts with `---` or a comment has nothing before its first document.
    documents.retain(|(lines, has_kind, has_name)| {
        *has_kind || *has_name || lines.end - lines.start > 1
    });
    let twins = documents.iter().filter(|(_, has_kind, has_name)| *has_kind && *has_name).count();
    if twins < 2 {
        return None;
    }
    documents.get(index).map(|(lines, ..)| lines.clone())
}

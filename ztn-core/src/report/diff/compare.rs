//! Finding out what is the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Diff, InputChange, PartChange, SCHEMA, VerdictChange, Worse};
use crate::report::v1::{Finding, InputFile, Problem, Report, Status};
use crate::span::to_u32;

/// Compares two reports. What only moved, in its file or to another, did not change.
#[must_use]
pub fn diff(before: &Report, after: &Report) -> Diff {
    let pairs = Pairs::of(before, after);
    let mut diff = Diff {
        schema: SCHEMA.into(),
        tool: after.tool.clone(),
        verdicts: verdicts(before, after),
        parts: parts(before, after),
        new: Vec::new(),
        worse: Vec::new(),
        fixed: Vec::new(),
        excepted: Vec::new(),
        unseen: Vec::new(),
        unchanged: 0,
        new_problems: problems_beyond(after, before),
        solved_problems: problems_beyond(before, after),
        inputs: inputs(before, after),
        connections: Vec::new(),
        permissions: Vec::new(),
        paths: Vec::new(),
        not_compared: Vec::new(),
    };
    for (index, now) in after.findings.iter().enumerate() {
        let earlier = pairs.earlier.get(&index).filter(|earlier| earlier.suppressed.is_none());
        match earlier {
            Some(earlier) if earlier.is_open() && now.suppressed.is_some() => {
                diff.excepted.push(now.clone());
            }
            // What only comes out from behind another finding was there before, and the other way round.
            Some(earlier) if !now.is_open() => diff.unchanged += u32::from(earlier.is_open()),
            Some(earlier) if now.severity > earlier.severity => {
                diff.worse.push(Worse { before: earlier.severity, finding: now.clone() });
            }
            Some(_) => diff.unchanged += 1,
            None if now.is_open() => diff.new.push(now.clone()),
            None => {}
        }
    }
    let gone = pairs.gone.into_iter().filter(|finding| finding.is_open()).cloned();
    (diff.unseen, diff.fixed) = gone.partition(|finding| is_unread(after, &finding.span.path));
    diff
}

/// Is there a file with this path, and could it not be read, or not wholly?
fn is_unread(report: &Report, path: &str) -> bool {
    report.inputs.iter().any(|file| {
        file.path == path
            && (file.status == Status::Unreadable
                || file.left_out.iter().any(|part| part.status == Status::Unreadable))
    })
}

/// Which findings are the same.
struct Pairs<'a> {
    /// The earlier finding of a later one, by the index of that.
    earlier: HashMap<usize, &'a Finding>,
    /// Earlier findings that have no later one.
    gone: Vec<&'a Finding>,
}

impl<'a> Pairs<'a> {
    fn of(before: &'a Report, after: &'a Report) -> Self {
        let mut by_print: HashMap<&str, &Finding> =
            before.findings.iter().map(|finding| (finding.fingerprint.as_str(), finding)).collect();
        let mut earlier = HashMap::new();
        let mut left = Vec::new();
        for (index, finding) in after.findings.iter().enumerate() {
            match by_print.remove(finding.fingerprint.as_str()) {
                Some(same) => drop(earlier.insert(index, same)),
                None => left.push((index, finding)),
            }
        }
        let mut gone: Vec<&Finding> = before
            .findings
            .iter()
            .filter(|finding| by_print.contains_key(finding.fingerprint.as_str()))
            .collect();
        // What has no name is known by its file. A file that is no longer there may have moved.
        let still_there: HashSet<&str> =
            after.inputs.iter().map(|file| file.path.as_str()).collect();
        let nameless =
            |finding: &Finding| finding.object.as_ref().is_none_or(|o| o.name.is_empty());
        for (index, finding) in left.into_iter().filter(|(_, finding)| nameless(finding)) {
            let moved = gone.iter().position(|old| {
                nameless(old)
                    && !still_there.contains(old.span.path.as_str())
                    && (&old.rule, &old.pointer, &old.message)
                        == (&finding.rule, &finding.pointer, &finding.message)
            });
            if let Some(moved) = moved {
                earlier.insert(index, gone.remove(moved));
            }
        }
        Self { earlier, gone }
    }
}

fn verdicts(before: &Report, after: &Report) -> Vec<VerdictChange> {
    let changed = after.verdicts.iter().filter_map(|now| {
        let was = before.verdicts.iter().find(|was| was.practice == now.practice)?.verdict;
        (was != now.verdict).then(|| VerdictChange {
            practice: now.practice,
            slug: now.slug.clone(),
            before: was,
            after: now.verdict,
        })
    });
    changed.collect()
}

fn parts(before: &Report, after: &Report) -> Vec<PartChange> {
    let earlier: HashMap<&str, _> = before
        .verdicts
        .iter()
        .flat_map(|practice| &practice.parts)
        .map(|part| (part.part.as_ref(), part.verdict))
        .collect();
    let now = after.verdicts.iter().flat_map(|practice| &practice.parts);
    let changed = now.filter_map(|part| {
        let was = *earlier.get(part.part.as_ref())?;
        (was != part.verdict).then(|| PartChange {
            part: part.part.clone(),
            before: was,
            after: part.verdict,
            why: part.why.as_ref().map(|why| why.text.clone()),
        })
    });
    changed.collect()
}

/// The problems of one report that the other has not. Lines move; kind, file and words stay.
fn problems_beyond(report: &Report, other: &Report) -> Vec<Problem> {
    type Key<'a> = (&'a str, &'a str, &'a str);
    fn key(problem: &Problem) -> Key<'_> {
        (problem.kind.slug(), &problem.path, &problem.message)
    }
    let mut known: HashMap<Key<'_>, u32> = HashMap::new();
    for problem in &other.problems {
        *known.entry(key(problem)).or_default() += 1;
    }
    let beyond = report.problems.iter().filter(|problem| match known.get_mut(&key(problem)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    beyond.cloned().collect()
}

fn inputs(before: &Report, after: &Report) -> Vec<InputChange> {
    let mut files: BTreeMap<&str, (Option<&InputFile>, Option<&InputFile>)> = BTreeMap::new();
    for file in &before.inputs {
        files.entry(&file.path).or_default().0 = Some(file);
    }
    for file in &after.inputs {
        files.entry(&file.path).or_default().1 = Some(file);
    }
    let changed = files.into_iter().filter_map(|(path, (was, is))| {
        let left_out = |file: Option<&InputFile>| file.map(|f| to_u32(f.left_out.len()));
        let status = |file: Option<&InputFile>| file.map(|f| f.status);
        let same = (status(was), left_out(was)) == (status(is), left_out(is));
        (!same).then(|| InputChange {
            path: path.to_owned(),
            before: status(was),
            after: status(is),
        })
    });
    changed.collect()
}

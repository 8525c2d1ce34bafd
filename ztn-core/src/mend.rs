//! Fixes applied: those of a whole input, round after round until none is left, each held against the
//! report of what comes out.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::analyze;
use crate::fix::Safety;
use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::parse::edit::{self, TextEdit};
use crate::report::v1::{Edit, Finding, Name, Report};
use crate::span::Span;

/// Rounds of fixes. Two that touch the same place are made one after the other; no container has as many
/// rules as this.
const ROUNDS: usize = 32;

/// Which fixes are made. Rules are chosen by the options.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// Those, too, after which a workload may behave otherwise.
    pub unsafe_too: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    /// The files that change, by path.
    pub files: Vec<MendedFile>,
    /// The findings that are gone, in the order they were fixed.
    pub fixed: Vec<Fixed>,
    /// How many findings an unsafe fix is left for.
    pub unsafe_left: usize,
    /// Files with fixes that are not made, since they are not UTF-8.
    pub not_utf8: Vec<String>,
}

/// A file that changes.
#[derive(Clone, Debug)]
pub struct MendedFile {
    /// Its path, as given.
    pub path: String,
    /// Its text as it was.
    pub before: String,
    /// Its text with the fixes made.
    pub after: String,
}

/// A finding that is gone.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The rule.
    pub rule: Name,
    /// The file.
    pub path: String,
    /// What was done.
    pub title: String,
    /// How safe that was.
    pub safety: Safety,
}

/// Why fixes cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum MendError {
    /// The options cannot be taken.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// A fix did not do what it says.
    #[error("the fix of `{rule}` in {path} leaves its finding: --ignore {rule} to do without it")]
    Stays {
        /// The rule.
        rule: Name,
        /// The file.
        path: String,
    },
    /// A fix breaks something.
    #[error(
        "with the fixes, {path} has a new problem, {message}: --ignore {rules} to do without them"
    )]
    Breaks {
        /// The file.
        path: String,
        /// The problem.
        message: String,
        /// The rules that had a fix in that file, with commas.
        rules: String,
    },
    /// Fixes make room for each other for ever.
    #[error("the fixes of {rules} undo each other: --ignore one of them")]
    Endless {
        /// The rules.
        rules: String,
    },
}

/// Makes the fixes of every finding that no exception covers. Of two that touch the same place the first
/// is made, and then it is looked again.
///
/// # Errors
/// As [`MendError`] says; then nothing is to be changed.
pub fn mend(input: &Input, options: &Options, choice: Choice) -> Result<Mended, MendError> {
    let mut input = input.clone();
    let mut texts: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut mended = Mended::default();
    let mut report = analyze(&input, options)?;
    for _ in 0..ROUNDS {
        let round = Round::of(&report, choice, &input);
        if round.fixed.is_empty() {
            mended.unsafe_left = open(&report, Safety::Unsafe);
            mended.not_utf8 = round.not_utf8.into_iter().collect();
            let file = |(path, (before, after))| MendedFile { path, before, after };
            mended.files = texts.into_iter().map(file).collect();
            return Ok(mended);
        }
        for (path, edits) in &round.edits {
            let before = text_of(&input, path).unwrap_or_default().to_owned();
            let after = edit::apply(&before, edits.values()).unwrap_or_else(|| before.clone());
            input.replace(path, after.clone());
            texts.entry(path.clone()).or_insert((before, String::new())).1 = after;
        }
        let next = analyze(&input, options)?;
        round.check(&report, &next)?;
        mended.fixed.extend(round.fixed.into_iter().map(|finding| Fixed {
            rule: finding.rule.clone(),
            path: finding.span.path.clone(),
            title: finding.fix.as_ref().map_or_else(String::new, |fix| fix.title.clone()),
            safety: finding.fix.as_ref().map_or(Safety::Unsafe, |fix| fix.safety),
        }));
        report = next;
    }
    let round = Round::of(&report, choice, &input);
    Err(MendError::Endless { rules: round.rules(|_| true) })
}

/// The fixes that can be made at once.
#[derive(Default)]
struct Round<'r> {
    /// By file and place; none touches another.
    edits: BTreeMap<String, BTreeMap<Span, TextEdit>>,
    fixed: Vec<&'r Finding>,
    not_utf8: BTreeSet<String>,
}

impl<'r> Round<'r> {
    fn of(report: &'r Report, choice: Choice, input: &Input) -> Self {
        let mut round = Self::default();
        let utf8 = input.files().filter(|(_, bytes)| std::str::from_utf8(bytes).is_ok());
        let utf8: BTreeSet<&str> = utf8.map(|(path, _)| path).collect();
        for finding in &report.findings {
            let Some(fix) = finding.fix.as_ref().filter(|_| finding.suppressed.is_none()) else {
                continue;
            };
            if fix.safety == Safety::Unsafe && !choice.unsafe_too {
                continue;
            }
            let other = fix.edits.iter().find(|edit| !utf8.contains(edit.span.path.as_str()));
            match other {
                Some(edit) => drop(round.not_utf8.insert(edit.span.path.clone())),
                None => round.take(finding, &fix.edits),
            }
        }
        round
    }

    /// Takes the fix of a finding, if it touches none that was taken; one that is taken already mends
    /// this finding, too.
    fn take(&mut self, finding: &'r Finding, edits: &[Edit]) {
        let edits = edits.iter().map(|edit| {
            let span = Span::new(edit.span.start.byte, edit.span.end.byte);
            (&edit.span.path, TextEdit { span, text: edit.text.clone() })
        });
        let edits: Vec<(&String, TextEdit)> = edits.collect();
        let mut taken = edits.iter().map(|(path, edit)| (self.edits.get(*path), edit));
        let is_free = taken.clone().all(|(list, edit)| {
            let up_to = Span { start: edit.span.end, end: u32::MAX };
            let before = list.and_then(|list| list.range(..=up_to).next_back());
            before.is_none_or(|(other, _)| other.end < edit.span.start)
        });
        let is_taken =
            taken.all(|(list, edit)| list.and_then(|list| list.get(&edit.span)) == Some(edit));
        if is_free {
            for (path, edit) in edits {
                self.edits.entry(path.clone()).or_default().insert(edit.span, edit);
            }
        }
        if is_free || is_taken {
            self.fixed.push(finding);
        }
    }

    /// Is all that was fixed gone, and no problem new?
    fn check(&self, before: &Report, after: &Report) -> Result<(), MendError> {
        let (had, has) = (places(&before.findings), places(&after.findings));
        for (place, fixed) in places(self.fixed.iter().copied()) {
            let of = |counts: &BTreeMap<Place<'_>, usize>| counts.get(&place).copied().unwrap_or(0);
            if of(&has) + fixed > of(&had) {
                let (rule, path, ..) = place;
                return Err(MendError::Stays {
                    rule: rule.to_owned().into(),
                    path: path.to_owned(),
                });
            }
        }
        let mut known = Vec::new();
        known.extend(before.problems.iter().map(|one| (&one.path, one.kind, &one.message)));
        for problem in &after.problems {
            let problem = (&problem.path, problem.kind, &problem.message);
            match known.iter().position(|one| *one == problem) {
                Some(at) => drop(known.swap_remove(at)),
                None => {
                    return Err(MendError::Breaks {
                        path: problem.0.clone(),
                        message: problem.2.clone(),
                        rules: self.rules(|path| path == problem.0),
                    });
                }
            }
        }
        Ok(())
    }

    /// The rules of the fixes in some files, with commas.
    fn rules(&self, is_in: impl Fn(&str) -> bool) -> String {
        let rules = self.fixed.iter().filter(|finding| is_in(&finding.span.path));
        let rules: BTreeSet<&str> = rules.map(|finding| &*finding.rule).collect();
        rules.into_iter().collect::<Vec<_>>().join(",")
    }
}

/// What a finding is about, wherever it moves: its rule, its file, and the kind, namespace and name of
/// its object.
type Place<'r> = (&'r str, &'r str, &'r str, &'r str, &'r str);

/// How many findings there are of each.
fn places<'r>(findings: impl IntoIterator<Item = &'r Finding>) -> BTreeMap<Place<'r>, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        let object = finding.object.as_ref();
        let part = |of: fn(&crate::report::v1::Object) -> &str| object.map_or("", of);
        let place = (
            &*finding.rule,
            finding.span.path.as_str(),
            part(|object| &object.kind),
            part(|object| object.namespace.as_deref().unwrap_or("")),
            part(|object| &object.name),
        );
        *counts.entry(place).or_default() += 1;
    }
    counts
}

/// How many findings have a fix of this safety, and no exception.
fn open(report: &Report, safety: Safety) -> usize {
    let is_open = |finding: &&Finding| {
        finding.suppressed.is_none() && finding.fix.as_ref().is_some_and(|fix| fix.safety == safety)
    };
    report.findings.iter().filter(is_open).count()
}

fn text_of<'i>(input: &'i Input, path: &str) -> Option<&'i str> {
    let (_, bytes) = input.files().find(|(name, _)| *name == path)?;
    std::str::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: \
                        {pod-security.kubernetes.io/enforce: baseline}}\n";

    fn input(text: &str) -> Input {
        Input::from_iter([("a.yaml", text)])
    }

    fn report(text: &str) -> Report {
        analyze(&input(text), &Options::default()).unwrap()
    }

    #[test]
    fn what_a_fix_leaves_or_breaks_is_an_error() {
        let bad = GOOD.replace("baseline", "Restricted");
        let before = report(&bad);
        let round = Round::of(&before, Choice::default(), &input(&bad));
        assert_eq!(round.fixed.len(), 1);
        assert!(round.check(&before, &report(GOOD)).is_ok());
        let stays = round.check(&before, &before).unwrap_err().to_string();
        assert_eq!(
            stays,
            "the fix of `pss-label-invalid` in a.yaml leaves its finding: --ignore pss-label-invalid to do \
             without it"
        );
        for broken in ["a: b: c", "kind: [", &GOOD.replace("name: a", "name: [a]")] {
            let breaks = round.check(&before, &report(broken)).unwrap_err();
            let MendError::Breaks { path, rules, .. } = breaks else { panic!("{breaks:?}") };
            assert_eq!((path.as_str(), rules.as_str()), ("a.yaml", "pss-label-invalid"));
        }
    }

    #[test]
    fn of_two_fixes_at_one_place_the_first_goes_first() {
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a}]\n";
        let before = report(pod);
        let choice = Choice { unsafe_too: true };
        let round = Round::of(&before, choice, &input(pod));
        let offered = before.findings.iter().filter(|finding| finding.fix.is_some()).count();
        assert!(round.fixed.len() == 1 && offered > 1, "{offered}");
        let mended = mend(&input(pod), &Options::default(), choice).unwrap();
        assert_eq!((mended.fixed.len(), mended.unsafe_left), (offered, 0));
    }
}

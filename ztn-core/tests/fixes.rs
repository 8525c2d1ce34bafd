//! Every fix of every finding of every fixture: it mends what it is for, and nothing else.
//!
//! Each fixture is taken as it is, with CRLF, and, where it is one document, as JSON.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    // Tests may read disks: they are hosts.
    clippy::disallowed_methods
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use support::{files, root};
use ztn_core::fix::Safety;
use ztn_core::mend::{Choice, mend};
use ztn_core::parse::{Document, Limits, split};
use ztn_core::registry::RULES;
use ztn_core::report::v1::{Finding, Fix};
use ztn_core::{Input, Options, Report, analyze};

/// What a fix brings to light: it was there, and hidden by what was worse.
const REVEALED: &[(&str, &str)] = &[
    // On the node's network no policy reaches a pod; on its own, the want of one shows.
    ("host-network", "workload-egress-not-isolated"),
    ("host-network", "workload-ingress-not-isolated"),
    // A webhook that does not answer always leaves it to the next authorizer; now there is one.
    ("apiserver-rbac-missing", "authorization-webhook-fails-open"),
    // Where nothing is recorded, nobody is hidden.
    ("audit-policy-silent-by-default", "audit-policy-hides-identity"),
];

struct Case {
    name: String,
    path: String,
    text: String,
    options: Options,
}

impl Case {
    fn report(&self, text: &str) -> Report {
        analyze(&Input::from_iter([(self.path.as_str(), text)]), &self.options).unwrap()
    }
}

/// Every fixture of every rule, in each form.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in files(&root().join("testdata/rules")) {
        let Some("yaml" | "json") = file.extension().and_then(|end| end.to_str()) else { continue };
        let text = std::fs::read_to_string(&file).unwrap();
        let options = text.lines().next().and_then(|line| line.strip_prefix("# options:"));
        let options = options.map_or_else(|| Ok(Options::default()), Options::from_json).unwrap();
        let path = file.file_name().unwrap().to_str().unwrap().to_owned();
        let case = |form: &str, text: String| Case {
            name: format!("{} {form}", file.display()),
            path: path.clone(),
            text,
            options: options.clone(),
        };
        if let [chunk] = split(&text).as_slice()
            && let Ok(document) = Document::parse(chunk.span.of(&text), Limits::default())
            && let Ok(json) = document.root().deserialize::<serde_json::Value>()
        {
            cases.push(case("as JSON", json.to_string()));
            cases.push(case("as pretty JSON", serde_json::to_string_pretty(&json).unwrap()));
        }
        cases.push(case("with CRLF", text.replace("\r\n", "\n").replace('\n', "\r\n")));
        cases.push(case("as it is", text));
    }
    cases
}

fn fixed(text: &str, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = text.to_owned();
    for edit in edits {
        let range = edit.span.start.byte as usize..edit.span.end.byte as usize;
        text.replace_range(range, &edit.text);
    }
    text
}

/// How often each rule is broken in each object.
fn counts(report: &Report) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

fn key(finding: &Finding) -> (String, String) {
    let object = finding.object.as_ref();
    (finding.rule.to_string(), object.map_or_else(String::new, |object| object.name.clone()))
}

#[test]
fn a_fix_mends_its_finding_and_breaks_nothing() {
    let mut seen = 0;
    for case in cases() {
        let before = case.report(&case.text);
        for finding in &before.findings {
            let Some(fix) = &finding.fix else { continue };
            let text = fixed(&case.text, fix);
            let after = case.report(&text);
            let told = || format!("{}: {} ({})\n{text}", case.name, finding.message, fix.title);
            let count = |report: &Report| counts(report).remove(&key(finding)).unwrap_or_default();
            assert!(count(&after) < count(&before), "the finding stays: {}", told());
            let problems = |report: &Report| {
                let of = report.problems.iter().map(|one| (one.kind.slug(), one.message.clone()));
                of.collect::<BTreeSet<_>>()
            };
            let new = problems(&after);
            assert!(new.is_subset(&problems(&before)), "{new:?}: {}", told());
            let known = counts(&before);
            for other in &after.findings {
                let is_new = known.get(&key(other)).copied().unwrap_or_default()
                    < counts(&after)[&key(other)];
                let is_milder = fix.safety == Safety::Unsafe && other.severity < finding.severity;
                let is_revealed = REVEALED.contains(&(&*finding.rule, &*other.rule));
                assert!(!is_new || is_milder || is_revealed, "new is {}: {}", other.rule, told());
            }
            if case.name.ends_with("with CRLF") {
                let bare = text.replace("\r\n", "");
                assert!(!bare.contains(['\r', '\n']), "{:?}: {}", fix.edits, told());
            }
            seen += 1;
        }
    }
    assert!(seen > 300, "{seen} fixes were seen");
}

#[test]
fn a_rule_declares_the_fixes_that_its_fixtures_show() {
    let mut shown: BTreeMap<String, BTreeSet<Safety>> = BTreeMap::new();
    for case in cases().iter().filter(|case| case.name.ends_with("as it is")) {
        for finding in case.report(&case.text).findings {
            let safety = finding.fix.map(|fix| fix.safety);
            shown.entry(finding.rule.into_owned()).or_default().extend(safety);
        }
    }
    for rule in RULES {
        let declared: BTreeSet<Safety> = rule.fixes.iter().copied().collect();
        let shown = shown.remove(rule.id).unwrap_or_default();
        assert_eq!(declared, shown, "{}: declared, and shown by fixtures", rule.id);
    }
}

#[test]
fn fixing_twice_is_fixing_once() {
    for unsafe_too in [false, true] {
        let choice = Choice { unsafe_too };
        for case in cases() {
            let input = Input::from_iter([(case.path.as_str(), case.text.as_str())]);
            let once = mend(&input, &case.options, choice)
                .unwrap_or_else(|error| panic!("{}: {error}", case.name));
            let Some(file) = once.files.first() else { continue };
            assert_ne!(file.before, file.after, "{}", case.name);
            let input = Input::from_iter([(case.path.as_str(), file.after.as_str())]);
            let twice = mend(&input, &case.options, choice).unwrap();
            assert!(twice.files.is_empty(), "{}: {:?}", case.name, twice.fixed);
        }
    }
}

//! Comparisons: `testdata/diff/<case>/{before,after}`, each with the snapshot of what changed beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods, reason = "tests may read disks: they are hosts")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{input, root};
use ztn_core::report::diff::Diff;
use ztn_core::report::{Base, Format};
use ztn_core::{Input, Options, Report, analyze, compare, diff};

fn report(folder: &Path) -> Report {
    let options =
        Options::from_json(r#"{"as_of": "2026-11-23", "scope": "cluster", "select": ["nodes"]}"#)
            .unwrap();
    analyze(&input(folder), &options).unwrap()
}

fn cases() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("testdata/diff")).unwrap();
    let mut cases: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

fn case(name: &str) -> (Diff, Report) {
    let folder = root().join("testdata/diff").join(name);
    let after = report(&folder.join("after"));
    (diff(&report(&folder.join("before")), &after), after)
}

#[test]
fn what_changed_in_each_case_is_kept() {
    for folder in cases() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let (diff, _) = case(name);
        insta::with_settings!({
            snapshot_path => root().join("testdata/diff"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, diff.text("before/", "after/"));
        });
    }
}

#[test]
fn the_way_back_is_the_opposite() {
    for folder in cases() {
        let (before, after) = (report(&folder.join("before")), report(&folder.join("after")));
        let (there, back) = (diff(&before, &after), diff(&after, &before));
        let prints = |findings: &[ztn_core::report::v1::Finding]| {
            let mut prints: Vec<String> = findings.iter().map(|f| f.fingerprint.clone()).collect();
            prints.sort();
            prints
        };
        // An exception takes a finding away from both lists, so those cases differ by it.
        let mut gone = prints(&there.fixed);
        gone.extend(prints(&there.excepted));
        gone.extend(prints(&there.unseen));
        gone.sort();
        assert_eq!(gone, prints(&back.new), "{}", folder.display());
        // Nor is anybody told what a broken file would say.
        if !there.unseen.is_empty() {
            assert!(there.fixed.is_empty());
            continue;
        }
        assert_eq!(there.unchanged, back.unchanged, "{}", folder.display());
        assert_eq!(there.new_problems.len(), back.solved_problems.len());
        assert_eq!(there.verdicts.len(), back.verdicts.len());
    }
}

#[test]
fn nothing_changes_between_equal_reports_even_when_one_was_kept() {
    let report = report(&root().join("testdata/clusters/shop"));
    let kept = Report::from_json(&report.to_json()).unwrap();
    let diff = diff(&kept, &report);
    let open = report.findings.iter().filter(|finding| finding.is_open()).count();
    assert_eq!(diff.unchanged as usize, open);
    assert_eq!(diff.added().count() + diff.fixed.len() + diff.excepted.len(), 0);
    assert!(diff.verdicts.is_empty() && diff.parts.is_empty() && diff.inputs.is_empty());
    assert!(diff.new_problems.is_empty() && diff.solved_problems.is_empty());
}

#[test]
fn a_finding_that_became_more_severe_is_told_with_what_it_was() {
    let (_, after) = case("nothing");
    let mut before = after.clone();
    let finding = before.findings.iter_mut().find(|f| f.rule == "privileged-container").unwrap();
    finding.severity = ztn_core::Severity::Low;
    let diff = diff(&before, &after);
    assert_eq!((diff.worse.len(), diff.new.len()), (1, 0));
    assert!(diff.text("", "").contains("was low web.yaml:"), "{}", diff.text("", ""));
}

#[test]
fn sarif_says_of_each_result_how_it_stands_to_before() {
    let (diff, after) = case("new-and-fixed");
    let text = Format::Sarif.write_diff(&diff, &after, &Base::default()).unwrap();
    let log: Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |state: &str| -> Vec<&Value> {
        results.iter().filter(|result| result["baselineState"] == state).collect()
    };
    assert_eq!(of("new").len(), diff.new.len());
    assert_eq!(of("absent").len(), diff.fixed.len());
    assert!(!of("unchanged").is_empty() && !of("new").is_empty() && !of("absent").is_empty());
    assert!(results.iter().all(|result| result["baselineState"].is_string()));
}

#[test]
fn annotations_are_of_what_is_new() {
    let (diff, after) = case("new-and-fixed");
    let text = Format::Github.write_diff(&diff, &after, &Base::default()).unwrap();
    let files: Vec<&str> = text.lines().filter(|line| line.contains("file=")).collect();
    assert!(!files.is_empty() && files.iter().all(|line| line.contains("file=api.yaml")), "{text}");
    let (nothing, after) = case("nothing");
    let text = Format::Github.write_diff(&nothing, &after, &Base::default()).unwrap();
    assert!(!text.contains("file="), "{text}");
}

#[test]
fn a_verdict_is_worse_when_it_fails_or_is_no_longer_shown() {
    let (diff, _) = case("exception-gone");
    assert!(diff.verdicts.iter().all(|change| change.is_worse()) && !diff.verdicts.is_empty());
    let (diff, _) = case("accepted");
    assert!(!diff.verdicts.iter().any(|change| change.is_worse()) && !diff.verdicts.is_empty());
}

/// Two pods and, where it is not empty, a policy on `db` with these rules for what comes in.
fn guarded(ingress: &str) -> Input {
    let pod = |name: &str| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}\n"
        )
    };
    let policy = match ingress {
        "" => String::new(),
        rules => format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: db, namespace: \
             shop}}\nspec: {{podSelector: {{matchLabels: {{app: db}}}}, policyTypes: [Ingress], ingress: {rules}}}\n"
        ),
    };
    Input::from_iter([("a.yaml", pod("web") + &pod("db") + &policy)])
}

#[test]
fn connections_are_gained_lost_and_changed() {
    let none = "[]";
    let one = "[{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]";
    let other = "[{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5433}]}]";
    let block = "[{from: [{ipBlock: {cidr: 192.0.2.0/24}}]}]";
    let changes = |before, after| {
        let (before, after) = (guarded(before), guarded(after));
        ztn_core::diff_connections(&before, &after, &Options::default()).unwrap()
    };
    let said = |before, after| -> Vec<String> {
        let all = changes(before, after);
        all.iter().map(|one| format!("{} {} -> {}", one.change, one.src, one.dst)).collect()
    };
    assert_eq!(said(none, one), ["gained shop/web[Pod] -> shop/db[Pod]"]);
    assert_eq!(said(one, none), ["lost shop/web[Pod] -> shop/db[Pod]"]);
    assert_eq!(said(one, other), ["changed shop/web[Pod] -> shop/db[Pod]"]);
    assert_eq!(said(none, block), ["gained 192.0.2.0/24 -> shop/db[Pod]"]);
    assert_eq!(said(one, one), [""; 0]);
    let open = [
        "lost 0.0.0.0/0 -> shop/db[Pod]",
        "lost ::/0 -> shop/db[Pod]",
        "lost shop/web[Pod] -> shop/db[Pod]",
    ];
    assert_eq!(said("", none), open);
    let few = Options::from_json(r#"{"limits": {"connections": 3}}"#).unwrap();
    let refused = ztn_core::diff_connections(&guarded(""), &guarded(none), &few).unwrap_err();
    assert!(refused.message.contains("limits.connections"), "{refused}");
    let compared = |before, after, options| compare(&guarded(before), &guarded(after), options);
    let left_out = compared("", none, &few).unwrap().diff;
    assert!(left_out.connections.is_empty() && left_out.not_compared.len() == 1);
    assert!(left_out.text("", "").contains("not compared: connections: "));
    let diff = compared(one, other, &Options::default()).unwrap().diff;
    let line = "changed shop/web[Pod] -> shop/db[Pod]: TCP 5432 -> TCP 5433\n";
    assert!(diff.text("", "").contains(line), "{}", diff.text("", ""));
}

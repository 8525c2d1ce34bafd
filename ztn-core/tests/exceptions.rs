//! What an exception covers: the node below, the entry beside, the object, the document, the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use ztn_core::verdict::Verdict;
use ztn_core::{Input, Options, Report, analyze};

const RULE: &str = "privileged-container";

fn report(text: &str) -> Report {
    let options = Options::from_json(r#"{"as_of": "2026-11-23"}"#).unwrap();
    analyze(&Input::from_iter([("pod.yaml", text)]), &options).unwrap()
}

/// For each privileged container, by name: is its finding covered?
fn covered(text: &str) -> Vec<(String, bool)> {
    let report = report(text);
    let of_rule = report.findings.iter().filter(|finding| finding.rule == RULE);
    of_rule
        .map(|finding| {
            let name = finding.message.split('`').nth(1).unwrap().to_owned();
            (name, finding.suppressed.is_some())
        })
        .collect()
}

fn pod(top: &str, first: &str, beside: &str) -> String {
    format!(
        "{top}apiVersion: v1
kind: Pod
metadata:
  name: agents
spec:
  containers:
{first}    - name: a
      securityContext:
        privileged: true{beside}
    - name: b
      securityContext:
        privileged: true
"
    )
}

fn expect(text: &str, a: bool, b: bool) {
    assert_eq!(covered(text), [("a".to_owned(), a), ("b".to_owned(), b)], "{text}");
}

#[test]
fn a_comment_covers_the_node_below_it() {
    let ignore = format!("    # ztn: ignore[{RULE}] until=2027-01-31 -- loads a module\n");
    expect(&pod("", "", ""), false, false);
    expect(&pod("", &ignore, ""), true, false);
    let list = pod("", "", "").replace("  containers:", &format!("{}  containers:", &ignore[2..]));
    expect(&list, true, true);
}

#[test]
fn a_comment_behind_something_covers_the_entry_on_its_line() {
    let ignore = format!(" # ztn: ignore[{RULE}] -- loads a module");
    expect(&pod("", "", &ignore), true, false);
    let item = pod("", "", "").replace("- name: b", &format!("- name: b {ignore}"));
    expect(&item, false, true);
    let whole = pod("", "", "").replace("spec:", &format!("spec: {ignore}"));
    expect(&whole, true, true);
}

#[test]
fn a_comment_above_everything_covers_the_document_and_no_other() {
    let ignore = format!("# ztn: ignore[{RULE}] -- loads a module\n");
    expect(&pod(&ignore, "", ""), true, true);
    let two = format!("{}---\n{}", pod(&ignore, "", ""), pod("", "", ""));
    assert_eq!(
        covered(&two).iter().map(|(_, is)| *is).collect::<Vec<_>>(),
        [true, true, false, false]
    );
}

#[test]
fn ignore_file_covers_every_document_also_from_above_the_first_mark() {
    let ignore = format!("# made by hand\n# ztn: ignore-file[{RULE}] -- a lab\n---\n");
    let two = format!("{ignore}{}---\n{}", pod("", "", ""), pod("", "", ""));
    assert_eq!(covered(&two).len(), 4);
    assert!(covered(&two).iter().all(|(_, is)| *is));
    assert_eq!(report(&two).inputs[0].documents, 2, "a comment is no document");
}

#[test]
fn an_annotation_covers_its_object() {
    let annotated = |value: &str| {
        let annotations =
            format!("metadata:\n  annotations:\n    ztn/ignore.{RULE}: \"{value}\"\n");
        pod("", "", "").replace("metadata:\n", &annotations)
    };
    expect(&annotated("until=2027-01-31; loads a module"), true, true);
    expect(&annotated("loads a module"), true, true);
    expect(&annotated("until=2027-01-31"), false, false);
}

#[test]
fn what_is_expired_unreasoned_undated_or_misspelt_covers_nothing() {
    for bad in [
        "ignore[privileged-container] until=2026-11-22 -- over since yesterday",
        "ignore[privileged-container]",
        "ignore[privileged-container] --",
        "ignore[privileged-container] until=soon -- no date",
        "ignore[privileged-contaner] -- misspelt",
        "ignore[host-network] -- another rule",
        "ignore -- no rule",
        "please ignore[privileged-container] -- no exception at all",
    ] {
        expect(&pod("", &format!("    # ztn: {bad}\n"), ""), false, false);
    }
    let today = "    # ztn: ignore[privileged-container] until=2026-11-23 -- its last day\n";
    expect(&pod("", today, ""), true, false);
    let several = "    # ztn: ignore[host-network, Privileged-Container] -- both\n";
    expect(&pod("", several, ""), true, false);
}

#[test]
fn a_covered_finding_breaks_no_part_and_is_counted_beside_it() {
    let ignore = format!("# ztn: ignore-file[{RULE}] until=2027-01-31 -- loads a module\n");
    let part = |text: &str| {
        let report = report(text);
        let parts = report.verdicts.into_iter().flat_map(|practice| practice.parts);
        parts.into_iter().find(|part| part.part == "nodes/host-devices").unwrap()
    };
    let broken = part(&pod("", "", ""));
    assert_eq!((broken.verdict, broken.excepted), (Verdict::Fail, None));
    assert_eq!(broken.broken_by[0].findings, 2);
    let accepted = part(&pod(&ignore, "", ""));
    assert_ne!(accepted.verdict, Verdict::Fail);
    assert_eq!(accepted.excepted, Some(2));
}

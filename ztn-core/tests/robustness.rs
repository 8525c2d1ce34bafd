//! Files that others wrote, and files made to hurt: no panic, bounded cost, nothing dropped silently.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    // Tests may read disks: they are hosts.
    clippy::disallowed_methods
)]

mod support;

use std::fs;

use support::{beside, files, input, root};
use ztn_core::report::v1::{InputFile, Status};
use ztn_core::verdict::Verdict;
use ztn_core::{Input, Options, Report, analyze};

fn check(input: &Input) -> Report {
    let options = Options::from_json(r#"{"as_of": "2026-11-23"}"#).unwrap();
    let report = analyze(input, &options).unwrap();
    assert_eq!(report.inputs.len(), input.len(), "a file is missing from the ledger");
    report.inputs.iter().for_each(complete);
    report
}

/// Every document is either evaluated or listed with the reason.
fn complete(file: &InputFile) {
    let left_out = u32::try_from(file.left_out.len()).unwrap();
    assert!(left_out <= file.documents, "{file:?}");
    assert!(
        file.left_out.iter().all(|one| !one.why.is_empty() && one.document < file.documents),
        "{file:?}"
    );
    match file.status {
        Status::Evaluated => {
            assert!(left_out == 0 && file.why.is_none() && file.documents > 0, "{file:?}")
        }
        Status::Partial => assert!(0 < left_out && left_out < file.documents, "{file:?}"),
        Status::Skipped | Status::Unreadable => {
            assert!(file.why.is_some() || (left_out == file.documents && left_out > 0), "{file:?}");
        }
    }
}

#[test]
fn our_own_files_are_all_in_the_ledger() {
    check(&input(&root().join("testdata")));
}

#[test]
fn files_of_others_are_all_in_the_ledger() {
    for folder in ["realworld", "badinput"] {
        let Some(folder) = beside(folder) else {
            continue;
        };
        let together = check(&input(&folder));
        eprintln!(
            "{}: {} files, {} problems",
            folder.display(),
            together.inputs.len(),
            together.problems.len()
        );
        for path in files(&folder) {
            check(&Input::from_iter([(path.display().to_string(), fs::read(path).unwrap())]));
        }
    }
}

#[test]
fn what_cannot_be_read_is_a_problem_and_the_rest_is_evaluated() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{securityContext: {privileged: true}}]}\n";
    let broken: [(&str, &[u8], &str); 6] = [
        ("tab", b"a:\n\tb: 1\n", "syntax"),
        ("utf8", b"a: \xff\n", "not-utf8"),
        ("template", b"{{- if .Values.x }}\na: b\n{{- end }}\n", "template"),
        ("alias", b"a: *nowhere\n", "syntax"),
        ("quote", b"a: \"never closed\n", "syntax"),
        ("type", b"apiVersion: v1\nkind: Pod\nspec: {hostNetwork: [true]}\n", "wrong-type"),
    ];
    for (name, bytes, kind) in broken {
        let stream = [pod.as_bytes(), b"---\n", bytes, b"---\n", pod.as_bytes()].concat();
        let report = check(&Input::from_iter([(name, stream)]));
        let problem = report.problems.iter().find(|problem| problem.kind.slug() == kind);
        let problem = problem.unwrap_or_else(|| panic!("{name}: {:?}", report.problems));
        assert!(problem.span.as_ref().unwrap().start.line >= 6, "{name}: {problem:?}");
        assert!(!problem.remedy.is_empty());
        assert_eq!(report.inputs[0].documents, 3, "{name}");
        let found =
            report.findings.iter().filter(|finding| finding.rule == "privileged-container").count();
        assert_eq!(found, 2, "{name}: the documents around it are evaluated");
    }
}

#[test]
fn hostile_files_cost_no_more_than_their_size() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        laughs.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    let objects = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: *a11}}\n{laughs}"
    );
    let hostile: Vec<(String, String)> = [
        ("deep.json", "[".repeat(100_000)),
        ("deep-closed.json", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("deep-block.yaml", "- ".repeat(100_000)),
        ("laughs.yaml", laughs),
        ("laughs-in-a-pod.yaml", objects),
        ("quote.yaml", format!("a: \"{}", "x".repeat(1 << 20))),
        ("scalar.yaml", format!("a: |\n  {}", "x".repeat(4 << 20))),
        ("marks.yaml", "---\n".repeat(100_000)),
        ("binary.yaml", "\u{7f}ELF\0\0\0".to_owned()),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into();
    let count = hostile.len();
    let report = check(&hostile.into_iter().collect());
    assert_eq!(report.inputs.len(), count);
    let status = |name: &str| report.inputs.iter().find(|file| file.path == name).unwrap().status;
    for name in ["deep.json", "deep-closed.json", "deep-block.yaml", "quote.yaml", "binary.yaml"] {
        assert_eq!(status(name), Status::Unreadable, "{name}");
    }
}

#[test]
fn limits_are_options_and_say_so() {
    let options =
        Options::from_json(r#"{"limits": {"file_bytes": 40, "documents": 1, "depth": 3}}"#)
            .unwrap();
    let input = Input::from_iter([
        ("large.yaml", "a".repeat(41)),
        ("many.yaml", "a: 1\n---\nb: 2\n".to_owned()),
        ("deep.yaml", "a: {b: {c: {d: 1}}}\n".to_owned()),
    ]);
    let report = analyze(&input, &options).unwrap();
    let kinds: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (problem.path.as_str(), problem.kind.slug()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("deep.yaml", "too-deep"),
            ("large.yaml", "too-large"),
            ("many.yaml", "too-many-documents")
        ]
    );
}

#[test]
fn a_path_given_twice_is_an_error_of_the_options() {
    let input = Input::from_iter([("a\\b.yaml", ""), ("a/b.yaml", "")]);
    let error = analyze(&input, &Options::default()).unwrap_err();
    assert_eq!(error.to_string(), "files: `a/b.yaml` was given twice: give each path once");
}

#[test]
fn a_name_of_megabytes_is_refused_in_a_line() {
    let name = "x".repeat(32 << 20);
    let of_json = |json: String| Options::from_json(&json).unwrap_err();
    let of_rules = |options: Options| analyze(&Input::new(), &options).unwrap_err();
    for error in [
        of_json(format!(r#"{{"{name}": 1}}"#)),
        of_json(format!(r#"{{"as_of": "{name}"}}"#)),
        of_json(format!(r#"{{"assume": {{"cni": "{name}"}}}}"#)),
        of_rules(Options { select: vec![name.clone()], ..Options::default() }),
    ] {
        let said = error.to_string();
        assert!(said.len() < 4000, "{}", said.len());
    }
}

#[test]
fn names_cannot_steer_a_terminal() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: \"a\\e[31m\\nb\"}\nspec: {hostNetwork: true}\n";
    let report = check(&Input::from_iter([("pod.yaml", pod)]));
    let text = ztn_core::report::compact::compact(&report);
    assert!(text.contains("`a\u{fffd}[31m\u{fffd}b`"), "{text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
}

#[test]
fn a_field_of_the_wrong_type_keeps_a_claim_over_everything_from_passing() {
    let pod =
        |spec: &str| format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {spec}\n");
    let host_network = |spec: &str| {
        let options = Options::from_json(r#"{"scope": "cluster"}"#).unwrap();
        let report = analyze(&Input::from_iter([("pod.yaml", pod(spec))]), &options).unwrap();
        let parts = report.verdicts.into_iter().flat_map(|practice| practice.parts);
        let part = parts.into_iter().find(|part| part.part == "nodes/host-network").unwrap();
        (part.verdict, part.why.map(|why| why.kind))
    };
    assert_eq!(host_network("{hostNetwork: false}"), (Verdict::Pass, None));
    assert_eq!(
        host_network("{hostNetwork: 'true'}"),
        (Verdict::Unknown, Some("unread-input".into()))
    );
}

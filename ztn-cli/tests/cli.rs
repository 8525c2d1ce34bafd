//! The command as people run it: exit codes, messages, and the same bytes as the library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const BAD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec:\n  containers:\n  - name: c\n    \
                   securityContext: {privileged: true}\n";
const QUIET: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: quiet}\n";

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn ztn(&self, args: &[&str]) -> Run {
        self.ztn_with(args, "")
    }

    fn ztn_with(&self, args: &[&str], stdin: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ztn"))
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may end before it reads anything.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        Run::of(child.wait_with_output().unwrap())
    }
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

#[test]
fn the_exit_code_says_how_it_went_and_stderr_why() {
    let folder = Folder::new("exit", &[("bad.yaml", BAD), ("quiet.yaml", QUIET)]);
    let bad = folder.ztn(&["check", "bad.yaml"]);
    assert_eq!(bad.code, 1, "{}", bad.err);
    assert!(bad.err.ends_with("ztn: exit 1: 1 finding is high or worse\n"), "{}", bad.err);
    assert!(bad.out.contains("--> bad.yaml:7:35\n"), "{}", bad.out);
    let compact = folder.ztn(&["check", "bad.yaml", "--format", "compact"]).out;
    assert!(compact.contains("bad.yaml:7:35: critical[privileged-container]: "), "{compact}");
    assert_eq!(folder.ztn(&["check", "bad.yaml", "--exit-zero"]).code, 0);
    assert_eq!(
        folder.ztn(&["check", "bad.yaml", "--ignore", "privileged-container,processes"]).code,
        0
    );
    let quiet = folder.ztn(&["check", "quiet.yaml"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, "ztn: exit 0: no finding is high or worse\n"));
    assert_eq!(folder.ztn(&["check", "quiet.yaml", "--strict"]).code, 3);
}

#[test]
fn what_was_named_and_cannot_be_read_is_an_error_with_its_name() {
    let folder = Folder::new("missing", &[("bad.yaml", BAD)]);
    let run = folder.ztn(&["check", "bad.yaml", "nowhere.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot read `nowhere.yaml`: "), "{}", run.err);
    assert!(run.out.is_empty());
}

#[test]
fn a_bad_option_names_itself_and_what_it_takes() {
    let folder = Folder::new(
        "options",
        &[
            ("bad.yaml", BAD),
            ("options.json", r#"{"assume": {"cni": "x"}}"#),
            ("ignore.json", r#"{"ignore": ["host-netwrok"]}"#),
        ],
    );
    for (args, said) in [
        (&["--scope", "whole"][..], "expected `partial` or `cluster`"),
        (&["--kube-version", "latest"], "write it as 1.36 or v1.36.2"),
        (&["--as-of", "2026-13-01"], "write YYYY-MM-DD"),
        (&["--select", "priviledged-container"], "did you mean `privileged-container`?"),
        (&["--ignore", "netwrok"], "did you mean `network`?"),
        (&["--options", "ignore.json"], "did you mean `host-network`?"),
        (
            &["--options", "options.json"],
            "assume.cni: unknown variant `x`, expected one of `calico`",
        ),
        (&["--fail-on", "hihg"], "a similar value exists: 'high'"),
        (&["--fail-on", "severe"], "[possible values: info, low, medium, high, critical]"),
    ] {
        let run = folder.ztn(&[&["check", "bad.yaml"], args].concat());
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}

#[test]
fn folders_are_searched_and_gitignore_is_honoured() {
    let folder = Folder::new(
        "walk",
        &[
            ("k8s/a.yaml", BAD),
            ("k8s/deep/b.json", r#"{"apiVersion": "v1", "kind": "ConfigMap"}"#),
            ("k8s/notes.md", "# no manifest"),
            ("k8s/.gitignore", "rendered/\n"),
            ("k8s/rendered/c.yaml", BAD),
        ],
    );
    let paths = |args: &[&str]| -> Vec<String> {
        let run = folder.ztn(&[&["check", "--format", "json"], args].concat());
        let report = run.json();
        report["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["path"].as_str().unwrap().into())
            .collect()
    };
    assert_eq!(paths(&["./k8s"]), ["k8s/a.yaml", "k8s/deep/b.json"]);
    assert_eq!(paths(&["k8s", "k8s/a.yaml"]), ["k8s/a.yaml", "k8s/deep/b.json"]);
    assert_eq!(paths(&["k8s/rendered/c.yaml"]), ["k8s/rendered/c.yaml"]);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let folder = Folder::new("stdin", &[("bad.yaml", BAD)]);
    let piped = folder.ztn_with(&["check", "-", "--format", "json", "--as-of", "2026-11-23"], BAD);
    let named = folder.ztn(&["check", "bad.yaml", "--format", "json", "--as-of", "2026-11-23"]);
    assert_eq!(piped.out.replace("<stdin>", "bad.yaml"), named.out);
}

#[test]
fn json_is_the_library_s_own_and_goes_to_a_file_on_request() {
    let folder = Folder::new("json", &[("bad.yaml", BAD)]);
    let run = folder.ztn(&[
        "check",
        "bad.yaml",
        "-f",
        "json",
        "-o",
        "report.json",
        "--as-of",
        "2026-11-23",
    ]);
    assert!(run.out.is_empty());
    let options = ztn_core::Options::from_json(r#"{"as_of": "2026-11-23"}"#).unwrap();
    let input = ztn_core::Input::from_iter([("bad.yaml", BAD)]);
    let report = ztn_core::analyze(&input, &options).unwrap();
    assert_eq!(fs::read_to_string(folder.0.join("report.json")).unwrap(), report.to_json() + "\n");
}

#[test]
fn rules_are_listed_explained_and_guessed() {
    let folder = Folder::new("rules", &[]);
    let rules = folder.ztn(&["rules", "--format", "json"]).json();
    let ids: Vec<&str> =
        rules.as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), ztn_core::registry::RULES.len());
    for id in ids {
        let page = folder.ztn(&["explain", id]);
        assert!(
            page.code == 0 && page.out.contains("why: ") && page.out.contains("remedy: "),
            "{id}"
        );
    }
    let wrong = folder.ztn(&["explain", "privileged-contaner"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `privileged-container`?"), "{}", wrong.err);
    let practice = folder.ztn(&["explain", "network"]);
    assert!(practice.err.contains("`network` is a practice, not a rule"), "{}", practice.err);
}

#[test]
fn schemas_and_completions_are_printed() {
    let folder = Folder::new("schema", &[]);
    for name in ["report", "options", "rules"] {
        assert!(folder.ztn(&["schema", name]).json()["$schema"].is_string());
    }
    assert!(folder.ztn(&["completions", "bash"]).out.contains("_ztn"));
    assert_eq!(folder.ztn(&["--version"]).code, 0);
    assert_eq!(folder.ztn(&[]).code, 2);
}

#[test]
fn the_demo_is_the_report_of_the_shop() {
    let folder = Folder::new("demo", &[]);
    let options = ["--format", "json", "--as-of", "2026-11-23"];
    let demo = folder.ztn(&[&["check", "--demo"], &options[..]].concat());
    let clusters = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../testdata/clusters");
    let shop = Folder(clusters).ztn(&[&["check", "shop"], &options[..]].concat());
    assert!(demo.out == shop.out, "run `cargo xtask gen`");
    assert_eq!(demo.json()["findings"][0]["span"]["path"], "shop/admission.yaml");
    assert_eq!(folder.ztn(&["check", "--demo", "shop"]).code, 2);
    assert_eq!(folder.ztn(&["check"]).code, 2);
}

//! What the library answers is what the command writes, byte for byte: every question of every cluster.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};
use ztn_core::{Input, Options, ask, compare};

/// A question, and the arguments of the command that ask the same.
#[derive(Deserialize)]
struct Asked {
    question: String,
    query: Value,
    args: Vec<String>,
    /// The audit log that it is about.
    log: Option<String>,
}

impl Asked {
    /// With the log's text in the query and its path among the arguments.
    fn with_log(mut self) -> Self {
        if let Some(log) = self.log.take() {
            let path = testdata().join(log).display().to_string();
            self.query["logs"] = json!({ &path: fs::read_to_string(&path).unwrap() });
            self.args.extend(["--log".to_owned(), path]);
        }
        self
    }
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata")
}

/// The files of a folder, the last first.
fn input(folder: &Path) -> Input {
    let read = ztn_cli::read(&[folder.to_path_buf()]).unwrap();
    let mut files: Vec<_> = read.files().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    files.reverse();
    files.into_iter().collect()
}

/// What the command prints: the answer, or what cannot be taken.
fn told(folder: &Path, args: &[String]) -> Result<String, String> {
    let ran = Command::new(env!("CARGO_BIN_EXE_ztn"))
        .args(args)
        .arg(folder)
        .args(["--format", "json", "--as-of", "2026-11-23"])
        .output()
        .unwrap();
    let (out, err) =
        (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    match ran.status.code() {
        // 1 says that a suggestion leaves something out.
        Some(0 | 1) => Ok(out),
        _ => Err(err),
    }
}

#[test]
fn answers_are_those_of_the_command() {
    let options = Options::from_json(r#"{"as_of": "2026-11-23"}"#).unwrap();
    let questions = fs::read_to_string(testdata().join("questions.json")).unwrap();
    let questions: Vec<Asked> = serde_json::from_str(&questions).unwrap();
    let questions: Vec<Asked> = questions.into_iter().map(Asked::with_log).collect();
    let (mut answers, mut refusals) = (0, 0);
    for entry in fs::read_dir(testdata().join("clusters")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let input = input(&folder);
        for Asked { question, query, args, .. } in &questions {
            let answer = match ask(&input, &options, question, &query.to_string()) {
                Ok(answer) => Ok(answer + "\n"),
                Err(error) => Err(format!("ztn: {error}\n")),
            };
            let (count, what) = match &answer {
                Ok(_) => (&mut answers, "answer"),
                Err(_) => (&mut refusals, "refusal"),
            };
            *count += 1;
            let told = told(&folder, args);
            assert!(
                answer == told,
                "{what} of {args:?}, {}: {answer:?} {told:?}",
                folder.display()
            );
        }
    }
    assert!(answers > 70 && refusals > 50, "{answers} answers, {refusals} refusals");
}

#[test]
fn a_comparison_is_that_of_the_command() {
    let options = Options::from_json(r#"{"as_of": "2026-11-23"}"#).unwrap();
    let below = |folder: &Path| -> Input {
        let cut = |path: &str| Path::new(path).strip_prefix(folder).unwrap().to_owned();
        let named = |(path, bytes): (&str, &[u8])| (cut(path), bytes.to_vec());
        let files: Vec<_> = input(folder).files().map(named).collect();
        files.into_iter().map(|(path, bytes)| (path.display().to_string(), bytes)).collect()
    };
    let clusters = testdata().join("clusters");
    for (before, after) in [("chart", "shop"), ("shop", "platform"), ("dump", "dump")] {
        let (before, after) = (clusters.join(before), clusters.join(after));
        let diff = compare(&below(&before), &below(&after), &options).unwrap().diff;
        assert!(before == after || !diff.connections.is_empty() && !diff.permissions.is_empty());
        let args = ["diff".to_owned(), before.display().to_string()];
        assert_eq!(told(&after, &args), Ok(diff.to_json() + "\n"));
    }
}

#[test]
fn what_a_question_does_not_take_is_told_with_its_field() {
    let asked = |question: &str, query: &str| {
        ask(&Input::new(), &Options::default(), question, query).unwrap_err().to_string()
    };
    for (question, query, error) in [
        (
            "reech",
            "{}",
            "question: there is no question `reech`: ask reach, can, who-can, permissions",
        ),
        ("reach", "", "query: EOF while parsing a value: the documentation of `reach` says what"),
        ("reach", "{} {}", "query: trailing characters: the documentation of `reach` says what"),
        ("reach", r#"["a"]"#, "query: invalid type: sequence: write an object"),
        ("reach", r#"{"sorce": "a"}"#, "query.sorce: unknown field `sorce`: "),
        ("reach", r#"{"prot": "TCP"}"#, "query.prot: unknown field `prot`: "),
        ("reach", r#"{"port": "80"}"#, "query.port: invalid type: string \"80\": write a whole"),
        ("reach", r#"{"port": -1}"#, "query.port: invalid value: integer `-1`: write a whole"),
        ("reach", r#"{"why": 1}"#, "query.why: invalid type: integer `1`: write a boolean"),
        ("reach", r#"{"compat": "npa"}"#, "query.compat: unknown variant `npa`: write `netpol-"),
        ("can", "{}", "query: missing field `subject`: the documentation of `can` says what"),
        ("can", r#"{"subject": null}"#, "query.subject: invalid type: null: write a string"),
        (
            "who-can",
            r#"{"verbs": "get"}"#,
            "query.verbs: unknown field `verbs`: did you mean `verb`?",
        ),
        ("paths", r#"{"form": "a/b"}"#, "query.form: unknown field `form`: did you mean `from`?"),
        ("suggest-network", r#"{"namespaces": "a"}"#, "query.namespaces: invalid type: string"),
        (
            "suggest-network",
            r#"{"namespaces": ["a"]}"#,
            "query.namespaces: no workload of namespace",
        ),
    ] {
        let told = asked(question, query);
        assert!(told.starts_with(error), "{question} {query}: {told}");
    }
}

//! `ztn lsp` as an editor starts it: a process, bytes in and out, files on disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use url::Url;

struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn new(args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ztn"));
        command.arg("lsp").args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command.stderr(Stdio::null()).spawn().unwrap();
        let input = server.stdin.take().unwrap();
        let output = BufReader::new(server.stdout.take().unwrap());
        Self { server, input, output }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server is gone");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(bytes) => length = bytes.parse().unwrap(),
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn code(mut self) -> Option<i32> {
        drop(self.input);
        self.server.wait().unwrap().code()
    }
}

#[test]
fn a_folder_is_read_and_a_policy_elsewhere_counts() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
    fs::create_dir(folder.join("my k8s")).unwrap();
    fs::write(folder.join("my k8s/namespace.yaml"), namespace).unwrap();
    let mut editor = Editor::new(&["--as-of", "2026-11-23", "--select", "namespace-pss-missing"]);
    let root = Url::from_file_path(&folder).unwrap();
    let hello = json!({"capabilities": {}, "rootUri": root.as_str()});
    editor.send(&json!({"id": 1, "method": "initialize", "params": hello}));
    assert_eq!(editor.receive()["result"]["serverInfo"]["name"], "ztn");
    editor.send(&json!({"method": "initialized", "params": {}}));
    let published = editor.receive()["params"].clone();
    assert!(published["uri"].as_str().unwrap().ends_with("/my%20k8s/namespace.yaml"));
    assert_eq!(published["diagnostics"][0]["code"], "namespace-pss-missing");

    let labelled = namespace
        .replace("name: a", "name: a, labels: {pod-security.kubernetes.io/enforce: restricted}");
    let document =
        json!({"uri": published["uri"], "languageId": "yaml", "version": 1, "text": labelled});
    editor.send(&json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
    assert_eq!(editor.receive()["params"]["diagnostics"], json!([]));
    editor.send(&json!({"id": 2, "method": "shutdown"}));
    assert_eq!(editor.receive()["result"], Value::Null);
    editor.send(&json!({"method": "exit"}));
    assert_eq!(editor.code(), Some(0));
}

#[test]
fn leaving_has_its_codes() {
    assert_eq!(Editor::new(&[]).code(), Some(0), "the editor is gone");
    let mut editor = Editor::new(&[]);
    editor.send(&json!({"method": "exit"}));
    assert_eq!(editor.code(), Some(1));
    let mut editor = Editor::new(&[]);
    editor.input.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(editor.code(), Some(2));
    assert_eq!(Editor::new(&["--scope", "all"]).code(), Some(2));
}

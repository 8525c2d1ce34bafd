//! Sessions as editors have them: messages in, messages out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use ztn_core::Options;
use ztn_lsp::{Content, Disk, NoDisk, Session, State};

const POD: &str = "# 🦀 agent\napiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: a}\nspec:\n  \
                   containers: [{name: 🦀🦀, image: agent, securityContext: {privileged: true}}]\n  \
                   hostPID: true\n";
const URI: &str = "file:///shop/k8s/pod.yaml";

/// An editor that keeps what it is sent.
struct Editor<D> {
    session: Session<D>,
    requests: u32,
    sent: Vec<Value>,
}

impl<D: Disk> Editor<D> {
    fn new(disk: D, capabilities: Value) -> Self {
        let session = Session::new(disk, Options::default());
        let mut editor = Self { session, requests: 0, sent: Vec::new() };
        let folders = json!([{"uri": "file:///shop", "name": "shop"}]);
        let hello = json!({"capabilities": capabilities, "workspaceFolders": folders});
        editor.ask("initialize", hello);
        editor.tell("initialized", json!({}));
        editor
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        let mut answer = Value::Null;
        for message in self.session.handle(&message.to_string()) {
            let message: Value = serde_json::from_str(&message).unwrap();
            if message["id"] == id { answer = message } else { self.sent.push(message) }
        }
        assert_eq!(answer["id"], id, "{method} has no answer");
        answer
    }

    fn tell(&mut self, method: &str, params: Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        let sent = self.session.handle(&message.to_string());
        self.sent.extend(sent.iter().map(|message| serde_json::from_str(message).unwrap()));
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        );
    }

    /// The diagnostics that were sent since, by URI.
    fn settle(&mut self) -> BTreeMap<String, Value> {
        let sent = self.session.settle();
        self.sent.extend(sent.iter().map(|message| serde_json::from_str(message).unwrap()));
        let published = std::mem::take(&mut self.sent);
        let published = published.into_iter();
        let of = |message: Value| match &message["method"] {
            Value::String(method) if method == "textDocument/publishDiagnostics" => {
                let uri = message["params"]["uri"].as_str().unwrap().to_owned();
                Some((uri, message["params"].clone()))
            }
            _ => None,
        };
        published.filter_map(of).collect()
    }

    fn actions(&mut self, range: &Value, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({"diagnostics": []});
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let document = json!({"uri": URI});
        let asked = json!({"textDocument": document, "range": range, "context": context});
        self.ask("textDocument/codeAction", asked)["result"].as_array().unwrap().clone()
    }
}

fn finding<'v>(published: &'v BTreeMap<String, Value>, uri: &str, rule: &str) -> Option<&'v Value> {
    published[uri]["diagnostics"].as_array().unwrap().iter().find(|one| one["code"] == rule)
}

/// The lines of a text, with one edit of a code action made.
fn applied(text: &str, action: &Value) -> String {
    let edits = action["edit"]["changes"][URI].as_array().unwrap();
    let [edit] = edits.as_slice() else { panic!("{edits:?}") };
    let offset = |at: &Value| {
        let (line, column) = (at["line"].as_u64().unwrap(), at["character"].as_u64().unwrap());
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(line.try_into().unwrap()).map(str::len).sum();
        let mut units = 0;
        let rest = lines.next().unwrap_or_default();
        let within = rest.char_indices().find(|(_, letter)| {
            let here = units >= column;
            units += letter.len_utf16() as u64;
            here
        });
        before + within.map_or(rest.len(), |(at, _)| at)
    };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
}

#[test]
fn a_place_is_counted_in_the_units_that_were_agreed_on() {
    let utf8 = json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}});
    for (capabilities, column) in [(json!({}), 72), (utf8, 76)] {
        let mut editor = Editor::new(NoDisk, capabilities);
        editor.open(URI, POD);
        let published = editor.settle();
        let privileged = finding(&published, URI, "privileged-container").unwrap();
        assert_eq!(privileged["range"]["start"], json!({"line": 5, "character": column}));
        assert_eq!((&privileged["source"], &privileged["severity"]), (&json!("ztn"), &json!(1)));
        assert_eq!(published[URI]["version"], 1);
    }
}

#[test]
fn an_edit_is_one_report_later() {
    let mut editor = Editor::new(NoDisk, json!({}));
    editor.open(URI, POD);
    assert!(finding(&editor.settle(), URI, "host-pid").is_some());
    assert!(editor.settle().is_empty(), "nothing changed");

    // `true` becomes `false` in two steps, and nothing is said in between.
    let at = |start: u32, end: u32| json!({"start": {"line": 6, "character": start}, "end": {"line": 6, "character": end}});
    editor.change(URI, 2, json!([{"range": at(11, 15), "text": ""}]));
    editor.change(URI, 3, json!([{"range": at(11, 11), "text": "false"}]));
    let published = editor.settle();
    assert_eq!(published[URI]["version"], 3);
    assert!(finding(&published, URI, "host-pid").is_none());
    assert!(finding(&published, URI, "privileged-container").is_some());

    // Half a word of YAML: a problem, and the file is not forgotten.
    editor.change(URI, 4, json!([{"text": "kind: ["}]));
    assert!(finding(&editor.settle(), URI, "syntax").is_some());
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    assert_eq!(editor.settle()[URI]["diagnostics"], json!([]));
}

#[test]
fn a_fix_mends_and_an_exception_asks_for_its_reason() {
    let mut editor = Editor::new(NoDisk, json!({}));
    editor.open(URI, POD);
    let range = finding(&editor.settle(), URI, "host-pid").unwrap()["range"].clone();
    let actions = editor.actions(&range, None);
    let titled = |part: &str| {
        let titled = |action: &&Value| action["title"].as_str().unwrap().contains(part);
        actions.iter().find(titled).unwrap_or_else(|| panic!("{part}: {actions:#?}"))
    };
    let fix = titled("may change what runs");
    assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(false)));
    assert_eq!(fix["diagnostics"][0]["code"], "host-pid");
    editor.change(URI, 2, json!([{"text": applied(POD, fix)}]));
    assert!(finding(&editor.settle(), URI, "host-pid").is_none());

    let excepted = applied(POD, titled("Accept `host-pid`"));
    assert!(excepted.contains("\n  # ztn: ignore[host-pid] -- \n  hostPID: true"), "{excepted}");
    editor.change(URI, 3, json!([{"text": excepted}]));
    let published = editor.settle();
    assert!(finding(&published, URI, "exception-without-reason").is_some());
    assert!(finding(&published, URI, "host-pid").is_some(), "not yet");
    editor.change(URI, 4, json!([{"text": excepted.replace("] -- ", "] -- it debugs")}]));
    assert!(finding(&editor.settle(), URI, "host-pid").is_none());
}

#[test]
fn all_safe_fixes_are_made_at_once_where_they_are_asked_for() {
    let text = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    \
                pod-security.kubernetes.io/enforce: Restricted\n    other: 🦀\n";
    let mut editor = Editor::new(NoDisk, json!({}));
    editor.open(URI, text);
    editor.settle();
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    for asked in ["source", "source.fixAll", "source.fixAll.ztn"] {
        let actions = editor.actions(&all, Some(asked));
        let [action] = actions.as_slice() else { panic!("{asked}: {actions:#?}") };
        assert_eq!(action["kind"], "source.fixAll.ztn");
        assert_eq!(applied(text, action), text.replace("Restricted", "restricted"));
        let edit = &action["edit"]["changes"][URI][0];
        assert_eq!(edit["newText"], "r", "no more than what differs");
    }
    assert!(editor.actions(&all, Some("source.organizeImports")).is_empty());
    assert!(editor.actions(&all, Some("refactor")).is_empty());
    editor.change(URI, 2, json!([{"text": text.replace("Restricted", "restricted")}]));
    assert!(editor.actions(&all, Some("source.fixAll")).is_empty(), "nothing is left to fix");
}

/// A folder with files.
struct Folder(BTreeMap<String, Content>);

impl Disk for Folder {
    fn below(&mut self, folder: &str) -> Vec<(String, Content)> {
        let below = self.0.iter().filter(|(uri, _)| uri.starts_with(folder));
        below.map(|(uri, content)| (uri.clone(), content.clone())).collect()
    }

    fn file(&mut self, uri: &str) -> Option<Content> {
        self.0.get(uri).cloned()
    }
}

#[test]
fn what_lies_on_disk_counts_until_an_editor_has_it() {
    let binding = |name: &str| {
        let text = format!(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {{name: b}}\n\
             roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {name}}}\nsubjects: \
             [{{kind: User, apiGroup: rbac.authorization.k8s.io, name: jo}}]\n"
        );
        text
    };
    let (uri, broken) = ("file:///shop/b%20b.yaml", "file:///shop/gone.yaml");
    let disk = Folder(BTreeMap::from([
        (uri.to_owned(), Ok(binding("cluster-admin").into_bytes())),
        (broken.to_owned(), Err("permission denied".to_owned())),
    ]));
    let watched = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut editor = Editor::new(disk, watched);
    let asked: Vec<&Value> = editor.sent.iter().map(|message| &message["method"]).collect();
    assert_eq!(asked, ["client/registerCapability"]);
    let published = editor.settle();
    assert!(finding(&published, uri, "rbac-cluster-admin-granted").is_some());
    assert!(finding(&published, broken, "unreadable").is_some());

    editor.open(uri, &binding("view"));
    assert!(finding(&editor.settle(), uri, "rbac-cluster-admin-granted").is_none());
    let changed = |uri: &str, kind: u32| json!({"changes": [{"uri": uri, "type": kind}]});
    editor.tell("workspace/didChangeWatchedFiles", changed(uri, 2));
    assert!(editor.settle().is_empty(), "the editor's text counts");
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert!(finding(&editor.settle(), uri, "rbac-cluster-admin-granted").is_some());
    editor.tell("workspace/didChangeWatchedFiles", changed(uri, 3));
    assert_eq!(editor.settle()[uri]["diagnostics"], json!([]));

    let given =
        json!({"files": [{"uri": "file:///shop/c.yaml", "text": binding("cluster-admin")}]});
    editor.tell("ztn/files", given);
    let published = editor.settle();
    assert!(finding(&published, "file:///shop/c.yaml", "rbac-cluster-admin-granted").is_some());
    let removed = json!([{"uri": "file:///shop", "name": "shop"}]);
    editor.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [], "removed": removed}}),
    );
    assert_eq!(editor.settle().len(), 2, "both are told that nothing is left");
}

#[test]
fn who_asks_for_diagnostics_is_not_sent_any() {
    let pulls = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    });
    let mut editor = Editor::new(NoDisk, pulls);
    editor.open(URI, POD);
    let asked = json!({"textDocument": {"uri": URI}});
    let one = editor.ask("textDocument/diagnostic", asked)["result"].clone();
    assert_eq!(one["kind"], "full");
    assert!(one["items"].as_array().unwrap().iter().any(|item| item["code"] == "host-pid"));
    let all = editor.ask("workspace/diagnostic", json!({"previousResultIds": []}));
    assert_eq!(all["result"]["items"][0]["items"], one["items"]);
    assert!(editor.settle().is_empty());
}

#[test]
fn a_finding_explains_itself() {
    let mut editor = Editor::new(NoDisk, json!({}));
    editor.open(URI, POD);
    let range = finding(&editor.settle(), URI, "host-pid").unwrap()["range"].clone();
    let place = json!({"textDocument": {"uri": URI}, "position": range["start"]});
    let hover = editor.ask("textDocument/hover", place)["result"].clone();
    assert_eq!(hover["range"], range);
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("**high** `host-pid`: "));
    let nothing = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.ask("textDocument/hover", nothing)["result"], Value::Null);

    let outline = json!({"textDocument": {"uri": URI}});
    let outline = editor.ask("textDocument/documentSymbol", outline)["result"].clone();
    assert_eq!((&outline[0]["name"], &outline[0]["detail"]), (&json!("Pod a/agent"), &json!("v1")));
    assert_eq!(outline.as_array().unwrap().len(), 1);
    assert!(outline[0]["children"].as_array().unwrap().len() > 2);
}

#[test]
fn options_come_from_the_editor() {
    let mut editor = Editor::new(NoDisk, json!({}));
    editor.open(URI, POD);
    editor.settle();
    let only = json!({"settings": {"ztn": {"select": ["host-pid"]}}});
    editor.tell("workspace/didChangeConfiguration", only);
    let published = editor.settle();
    assert_eq!(published[URI]["diagnostics"].as_array().unwrap().len(), 1);
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"ztn": {"scope": "all"}}}));
    let told = editor.sent.pop().unwrap();
    assert_eq!(told["method"], "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().starts_with("ztn: options.scope: "));
    assert!(editor.settle().is_empty(), "those before stay");
}

#[test]
fn what_may_not_come_is_refused() {
    let mut session = Session::new(NoDisk, Options::default());
    let code = |session: &mut Session<NoDisk>, message: &str| {
        let answers = session.handle(message);
        let [answer] = answers.as_slice() else { panic!("{message}: {answers:?}") };
        let answer: Value = serde_json::from_str(answer).unwrap();
        answer["error"]["code"].as_i64()
    };
    assert_eq!(code(&mut session, "{"), Some(-32700));
    assert_eq!(code(&mut session, "{}"), Some(-32600));
    let hover = r#"{"id": 1, "method": "textDocument/hover", "params": {}}"#;
    assert_eq!(code(&mut session, hover), Some(-32002));
    let early = r#"{"method": "textDocument/didOpen", "params": 1}"#;
    assert!(session.handle(early).is_empty());
    let hello = r#"{"id": 2, "method": "initialize", "params": {"capabilities": {}}}"#;
    assert_eq!(code(&mut session, hello), None);
    assert_eq!(code(&mut session, hello), Some(-32600));
    assert_eq!(code(&mut session, hover), Some(-32602));
    assert_eq!(code(&mut session, r#"{"id": 3, "method": "x/y"}"#), Some(-32601));
    let [log] = session.handle(early).try_into().unwrap();
    assert!(log.contains("window/logMessage"), "{log}");
    assert!(session.handle(r#"{"id": "ztn-1", "result": null}"#).is_empty());
    assert_eq!(code(&mut session, r#"{"id": 4, "method": "shutdown"}"#), None);
    assert_eq!(code(&mut session, hover), Some(-32600));
    assert_eq!(session.state(), State::ShutDown);
    assert!(session.handle(r#"{"method": "exit"}"#).is_empty());
    assert_eq!(session.state(), State::Exited { orderly: true });
}

/// An editor may be wrong about where a document ends, and messages may be cut.
#[test]
fn nothing_that_is_sent_is_a_panic() {
    let mut editor = Editor::new(NoDisk, json!({}));
    editor.open(URI, POD);
    let far = json!({"start": {"line": 1, "character": 4_000_000_000_u32}, "end": {"line": 0, "character": 3}});
    editor.change(URI, 2, json!([{"range": far, "text": "🦀"}]));
    editor.change("file:///never/opened.yaml", 1, json!([{"text": "x"}]));
    editor.settle();
    assert!(editor.actions(&far, None).is_empty());
    let message = json!({"id": 9, "method": "textDocument/codeAction", "params": {
        "textDocument": {"uri": "%%% no URI"}, "range": far, "context": {"diagnostics": []}}});
    let message = message.to_string();
    for end in 0..=message.len() {
        assert_eq!(editor.session.handle(&message[..end]).len(), 1);
    }
}

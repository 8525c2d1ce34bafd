//! One client's session: what may come when, and who answers it.

use std::collections::BTreeMap;
use std::mem;
use std::rc::Rc;

use lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentSymbolParams, FileChangeType,
    FullDocumentDiagnosticReport, HoverParams, InitializeParams, InitializeResult,
    PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport, ServerInfo, Uri,
    WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport,
};
use serde::Deserialize;
use serde_json::{Value, json};
use ztn_core::{Options, Report};

use crate::actions::Offer;
use crate::client::Client;
use crate::files::{Disk, Files};
use crate::message::{Failure, Incoming, answer, notification, params, request, value};
use crate::{capabilities, diagnostics, hover, symbols};

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// `initialize` has not come yet.
    New,
    /// It goes on.
    Running,
    /// `shutdown` came: nothing but `exit` may follow.
    ShutDown,
    /// `exit` came. Was `shutdown` before it?
    Exited {
        /// An exit without it is a failure.
        orderly: bool,
    },
}

/// What is to be said of the files at some moment.
#[derive(Debug)]
struct Current {
    report: Report,
    diagnostics: BTreeMap<String, Vec<Diagnostic>>,
}

/// The server's side of a connection.
///
/// # Example
/// ```
/// use ztn_lsp::{NoDisk, Session};
///
/// let mut session = Session::new(NoDisk, ztn_core::Options::default());
/// let hello = r#"{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}"#;
/// let answers = session.handle(hello);
/// assert!(answers[0].contains("codeActionProvider"));
/// ```
#[derive(Debug)]
pub struct Session<D> {
    disk: D,
    /// What the shell was started with; what the client says goes before it.
    defaults: Options,
    state: State,
    client: Client,
    files: Files,
    /// What is to be said of the files as they are, if it was asked for.
    current: Option<Rc<Current>>,
    /// What the client has been told, if anything.
    told: Option<Rc<Current>>,
    /// Did something change that the client has not been told of?
    unsettled: bool,
    requests: u32,
    outbox: Vec<String>,
}

impl<D: Disk> Session<D> {
    /// A session before its first message.
    #[must_use]
    pub fn new(disk: D, defaults: Options) -> Self {
        Self {
            disk,
            files: Files::new(defaults.clone()),
            defaults,
            state: State::New,
            client: Client::default(),
            current: None,
            told: None,
            unsettled: false,
            requests: 0,
            outbox: Vec::new(),
        }
    }

    /// How far it is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Takes one message, and gives those to send.
    pub fn handle(&mut self, message: &str) -> Vec<String> {
        match serde_json::from_str::<Incoming>(message) {
            Ok(Incoming { id, method: Some(method), params }) => self.dispatch(id, &method, params),
            // An answer to a request of ours.
            Ok(Incoming { id: Some(_), method: None, .. }) => {}
            Ok(_) => self.refuse(Failure::INVALID_REQUEST, "neither a method nor an id"),
            Err(error) => self.refuse(Failure::PARSE, &error.to_string()),
        }
        mem::take(&mut self.outbox)
    }

    /// Makes the report of all that was changed, and gives the messages that tell of it.
    pub fn settle(&mut self) -> Vec<String> {
        if mem::take(&mut self.unsettled) && self.state == State::Running {
            self.tell();
        }
        mem::take(&mut self.outbox)
    }

    fn refuse(&mut self, code: i32, message: &str) {
        self.outbox.push(answer(&Value::Null, Err(Failure::new(code, message))));
    }

    fn dispatch(&mut self, id: Option<Value>, method: &str, params: Value) {
        if method == "exit" {
            self.state = State::Exited { orderly: self.state == State::ShutDown };
            return;
        }
        let Some(id) = id else {
            // What is not understood, or comes too early, is dropped: a notification has no answer. The editor's log
            // gets to know.
            if self.state == State::Running
                && let Err(failure) = self.notified(method, params)
            {
                self.log(format!("{method}: {}", failure.message));
            }
            return;
        };
        let outcome = match (self.state, method) {
            (State::New, "initialize") => self.initialize(params),
            (State::New, _) => {
                Err(Failure::new(Failure::NOT_INITIALIZED, "`initialize` comes first"))
            }
            (State::Running, _) => self.asked(method, params),
            (State::ShutDown | State::Exited { .. }, _) => {
                Err(Failure::new(Failure::INVALID_REQUEST, "only `exit` comes after `shutdown`"))
            }
        };
        self.outbox.push(answer(&id, outcome));
    }

    fn asked(&mut self, method: &str, asked: Value) -> Result<Value, Failure> {
        match method {
            "shutdown" => {
                self.state = State::ShutDown;
                Ok(Value::Null)
            }
            "textDocument/codeAction" => self.code_actions(asked),
            "textDocument/hover" => self.hover(asked),
            "textDocument/documentSymbol" => self.symbols(asked),
            "textDocument/diagnostic" => self.pulled(asked),
            "workspace/diagnostic" => self.pulled_all(),
            "initialize" => Err(Failure::new(Failure::INVALID_REQUEST, "`initialize` comes once")),
            other => Err(Failure::new(Failure::METHOD_NOT_FOUND, format!("no method `{other}`"))),
        }
    }

    fn notified(&mut self, method: &str, told: Value) -> Result<(), Failure> {
        match method {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let DidOpenTextDocumentParams { text_document: document } = params(told)?;
                self.files.open(document.uri, document.version, document.text);
            }
            "textDocument/didChange" => {
                let DidChangeTextDocumentParams { text_document, content_changes } = params(told)?;
                let (uri, version) = (text_document.uri, text_document.version);
                self.files.change(&uri, version, content_changes, self.client.encoding);
            }
            "textDocument/didClose" => {
                let DidCloseTextDocumentParams { text_document } = params(told)?;
                self.files.close(&text_document.uri, &mut self.disk);
            }
            "workspace/didChangeWatchedFiles" => {
                let DidChangeWatchedFilesParams { changes } = params(told)?;
                for change in changes {
                    let gone = change.typ == FileChangeType::DELETED;
                    let content = if gone { None } else { self.disk.file(change.uri.as_str()) };
                    self.files.on_disk(change.uri.as_str(), content);
                }
            }
            "workspace/didChangeWorkspaceFolders" => self.refolder(told)?,
            "workspace/didChangeConfiguration" => self.configure(&told),
            "ztn/files" => {
                let Given { files } = params(told)?;
                for GivenFile { uri, text } in files {
                    let content = text.map(|text| Ok(text.into_bytes()));
                    self.files.on_disk(uri.as_str(), content);
                }
            }
            // Saving changes nothing, nobody waits for an answer that could be cancelled, and whatever else there is
            // may be left alone.
            _ => return Ok(()),
        }
        self.changed();
        Ok(())
    }

    fn initialize(&mut self, asked: Value) -> Result<Value, Failure> {
        let asked: InitializeParams = params(asked)?;
        self.client = Client::of(&asked.capabilities);
        if let Some(options) = &asked.initialization_options {
            self.set_options(options);
        }
        #[allow(deprecated, reason = "older clients say nothing else")]
        let folders = match (asked.workspace_folders, asked.root_uri) {
            (Some(folders), _) => folders.into_iter().map(|folder| folder.uri).collect(),
            (None, root) => root.into_iter().collect::<Vec<Uri>>(),
        };
        self.files.add_folders(&folders, &mut self.disk);
        self.state = State::Running;
        Ok(value(InitializeResult {
            capabilities: capabilities::of(self.client.encoding),
            server_info: Some(ServerInfo {
                name: "ztn".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }))
    }

    /// Asks to be told what changes on disk.
    fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        self.request("client/registerCapability", value(capabilities::watched_files()));
    }

    fn configure(&mut self, told: &Value) {
        if let Some(settings) = told.pointer("/settings/ztn").or_else(|| told.get("settings")) {
            self.set_options(settings);
        }
    }

    /// Takes options from the client. The day is the shell's: a client has none to tell. Options that cannot be taken
    /// leave those before them; the person who wrote them is told.
    fn set_options(&mut self, settings: &Value) {
        if settings.as_object().is_none_or(serde_json::Map::is_empty) {
            return;
        }
        match Options::from_json(&settings.to_string()) {
            Ok(options) => {
                let as_of = options.as_of.or(self.defaults.as_of);
                self.files.set_options(Options { as_of, ..options });
            }
            Err(error) => self.show(&error.to_string()),
        }
    }

    fn refolder(&mut self, told: Value) -> Result<(), Failure> {
        let told: DidChangeWorkspaceFoldersParams = params(told)?;
        let added: Vec<Uri> = told.event.added.into_iter().map(|folder| folder.uri).collect();
        let removed: Vec<Uri> = told.event.removed.into_iter().map(|folder| folder.uri).collect();
        self.files.remove_folders(&removed);
        self.files.add_folders(&added, &mut self.disk);
        Ok(())
    }

    fn changed(&mut self) {
        self.current = None;
        self.unsettled = true;
    }

    fn current(&mut self) -> Result<Rc<Current>, Failure> {
        if let Some(current) = &self.current {
            return Ok(Rc::clone(current));
        }
        let report = self.files.report();
        let report =
            report.map_err(|error| Failure::new(Failure::REQUEST_FAILED, error.to_string()))?;
        let diagnostics = diagnostics::all(&report, &self.files, self.client.encoding);
        let current = Rc::new(Current { report, diagnostics });
        self.current = Some(Rc::clone(&current));
        Ok(current)
    }

    /// Tells the client what it has to know: the files whose diagnostics are others now, or, where it asks itself, that
    /// it may ask again.
    fn tell(&mut self) {
        let now = match self.current() {
            Ok(current) => current,
            Err(failure) => return self.log(failure.message),
        };
        let before = self.told.replace(Rc::clone(&now));
        let (now, nothing) = (&now.diagnostics, BTreeMap::new());
        let before = before.as_ref().map_or(&nothing, |told| &told.diagnostics);
        if self.client.pulls {
            if self.client.refreshes && now != before {
                self.request("workspace/diagnostic/refresh", Value::Null);
            }
            return;
        }
        for path in before.keys().filter(|path| !now.contains_key(*path)) {
            self.publish(path, Vec::new());
        }
        for (path, list) in now {
            if before.get(path) != Some(list) {
                self.publish(path, list.clone());
            }
        }
    }

    fn publish(&mut self, path: &str, diagnostics: Vec<Diagnostic>) {
        let Some(uri) = self.files.uri(path).cloned() else {
            return;
        };
        let version = self.files.opened(path).map(|open| open.version);
        let told = PublishDiagnosticsParams { uri, diagnostics, version };
        self.outbox.push(notification("textDocument/publishDiagnostics", told));
    }

    fn pulled(&mut self, asked: Value) -> Result<Value, Failure> {
        let asked: DocumentDiagnosticParams = params(asked)?;
        let path = self.files.path(&asked.text_document.uri);
        let items = self.current()?.diagnostics.get(&path).cloned().unwrap_or_default();
        let full = FullDocumentDiagnosticReport { result_id: None, items };
        let report = RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: full,
        };
        Ok(value(DocumentDiagnosticReport::Full(report)))
    }

    fn pulled_all(&mut self) -> Result<Value, Failure> {
        let current = self.current()?;
        let items = current.diagnostics.iter().filter_map(|(path, items)| {
            let full = FullDocumentDiagnosticReport { result_id: None, items: items.clone() };
            Some(WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri: self.files.uri(path)?.clone(),
                version: self.files.opened(path).map(|open| i64::from(open.version)),
                full_document_diagnostic_report: full,
            }))
        });
        Ok(value(WorkspaceDiagnosticReport { items: items.collect() }))
    }

    fn code_actions(&mut self, asked: Value) -> Result<Value, Failure> {
        let asked = params(asked)?;
        let current = self.current()?;
        let (files, encoding) = (&self.files, self.client.encoding);
        let offered = Offer { files, report: &current.report, encoding }.actions(&asked);
        offered.map(value).map_err(|error| Failure::new(Failure::REQUEST_FAILED, error.to_string()))
    }

    fn hover(&mut self, asked: Value) -> Result<Value, Failure> {
        let asked: HoverParams = params(asked)?;
        let place = asked.text_document_position_params;
        let path = self.files.path(&place.text_document.uri);
        let current = self.current()?;
        Ok(value(hover::at(&current.report, &path, place.position, self.client.encoding)))
    }

    fn symbols(&mut self, asked: Value) -> Result<Value, Failure> {
        let asked: DocumentSymbolParams = params(asked)?;
        let path = self.files.path(&asked.text_document.uri);
        let current = self.current()?;
        Ok(value(symbols::of(&current.report, &path, self.client.encoding)))
    }

    fn request(&mut self, method: &str, params: Value) {
        self.requests += 1;
        self.outbox.push(request(self.requests, method, params));
    }

    /// A message that the person sees.
    fn show(&mut self, message: &str) {
        let told = json!({"type": 1, "message": format!("ztn: {message}")});
        self.outbox.push(notification("window/showMessage", told));
    }

    /// A line for the editor's log.
    fn log(&mut self, message: String) {
        self.outbox.push(notification("window/logMessage", json!({"type": 2, "message": message})));
    }
}

/// Files that the client read for us.
#[derive(Debug, Deserialize)]
struct Given {
    files: Vec<GivenFile>,
}

/// A file, or, without a text, that there is none any more.
#[derive(Debug, Deserialize)]
struct GivenFile {
    uri: Uri,
    text: Option<String>,
}

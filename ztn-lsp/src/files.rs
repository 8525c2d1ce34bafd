//! The files of the workspace: what an editor has open, and else what lies on disk.

use std::collections::BTreeMap;

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use percent_encoding::percent_decode_str;
use ztn_core::{Options, OptionsError, Report, Workspace};

use crate::position::Encoding;

/// The bytes of a file, or why there are none.
pub type Content = Result<Vec<u8>, String>;

/// Where the files lie that no editor has open. Everything is named by its URI.
pub trait Disk {
    /// Every manifest below a folder.
    fn below(&mut self, folder: &str) -> Vec<(String, Content)>;

    /// One file; none where there is none any more, or where it is no manifest.
    fn file(&mut self, uri: &str) -> Option<Content>;
}

/// No disk: what is not open comes from the client, by `ztn/files`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDisk;

impl Disk for NoDisk {
    fn below(&mut self, _: &str) -> Vec<(String, Content)> {
        Vec::new()
    }

    fn file(&mut self, _: &str) -> Option<Content> {
        None
    }
}

/// A document that an editor has open. Its text is the editor's, whatever the disk has.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) version: i32,
    pub(crate) text: String,
}

/// All files, by the paths that reports name them by.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The first folder of the workspace, as a decoded URI: paths below it are relative to it.
    root: Option<String>,
    /// Also of files that are gone: somebody may have to be told that nothing is wrong with them any more.
    uris: BTreeMap<String, Uri>,
    open: BTreeMap<String, Open>,
    workspace: Workspace,
}

impl Files {
    pub(crate) fn new(options: Options) -> Self {
        Self { workspace: Workspace::new(options), ..Self::default() }
    }

    pub(crate) fn set_options(&mut self, options: Options) {
        self.workspace.set_options(options);
    }

    /// Adds folders to the workspace, with what lies in them.
    pub(crate) fn add_folders(&mut self, folders: &[Uri], disk: &mut impl Disk) {
        if self.root.is_none() {
            self.root = folders.first().map(folder);
        }
        for folder in folders {
            for (uri, content) in disk.below(folder.as_str()) {
                self.on_disk(&uri, Some(content));
            }
        }
    }

    /// Takes folders out of the workspace. What is open below them stays.
    pub(crate) fn remove_folders(&mut self, folders: &[Uri]) {
        let folders: Vec<String> = folders.iter().map(folder).collect();
        for (path, uri) in &self.uris {
            let uri = decoded(uri.as_str());
            if !self.open.contains_key(path) && folders.iter().any(|root| uri.starts_with(root)) {
                self.workspace.remove(path);
            }
        }
    }

    /// Takes what the disk has at a URI now: none where there is nothing any more.
    pub(crate) fn on_disk(&mut self, uri: &str, content: Option<Content>) {
        let Ok(uri) = uri.parse::<Uri>() else {
            return;
        };
        let path = self.path(&uri);
        if self.open.contains_key(&path) {
            return;
        }
        match content {
            Some(Ok(bytes)) => self.workspace.set(&path, bytes),
            Some(Err(why)) => self.workspace.set_unreadable(&path, why),
            None => drop(self.workspace.remove(&path)),
        }
        self.uris.insert(path, uri);
    }

    /// An editor opened a document.
    pub(crate) fn open(&mut self, uri: Uri, version: i32, text: String) {
        let path = self.path(&uri);
        self.workspace.set(&path, text.as_bytes());
        self.open.insert(path.clone(), Open { version, text });
        // As the editor writes it: that is how it knows its document again.
        self.uris.insert(path, uri);
    }

    /// An editor changed an open document.
    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let path = self.path(uri);
        let Some(open) = self.open.get_mut(&path) else {
            return;
        };
        for change in changes {
            match change.range {
                None => open.text = change.text,
                Some(range) => {
                    let start = encoding.offset(&open.text, range.start);
                    let end = encoding.offset(&open.text, range.end).max(start);
                    open.text.replace_range(start..end, &change.text);
                }
            }
        }
        open.version = version;
        self.workspace.set(&path, open.text.as_bytes());
    }

    /// An editor closed a document: what the disk has counts again.
    pub(crate) fn close(&mut self, uri: &Uri, disk: &mut impl Disk) {
        self.open.remove(&self.path(uri));
        let content = disk.file(uri.as_str());
        self.on_disk(uri.as_str(), content);
    }

    /// The path that reports name a file by: below the first folder the rest, else all of it.
    pub(crate) fn path(&self, uri: &Uri) -> String {
        let uri = decoded(uri.as_str());
        let below = self.root.as_deref().and_then(|root| uri.strip_prefix(root));
        below.or_else(|| uri.strip_prefix("file://")).unwrap_or(&uri).to_owned()
    }

    /// The URI of the file that a report calls so.
    pub(crate) fn uri(&self, path: &str) -> Option<&Uri> {
        self.uris.get(path)
    }

    /// The document that a report calls so, if it is open.
    pub(crate) fn opened(&self, path: &str) -> Option<&Open> {
        self.open.get(path)
    }

    pub(crate) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(crate) fn report(&self) -> Result<Report, OptionsError> {
        self.workspace.report()
    }
}

/// What the URIs of everything in a folder begin with.
fn folder(uri: &Uri) -> String {
    decoded(uri.as_str()).trim_end_matches('/').to_owned() + "/"
}

fn decoded(uri: &str) -> String {
    percent_decode_str(uri).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    #[test]
    fn a_path_is_what_people_would_call_it() {
        let mut files = Files::default();
        files.add_folders(&[uri("file:///srv/my%20shop"), uri("file:///b/infra")], &mut NoDisk);
        assert_eq!(files.path(&uri("file:///srv/my%20shop/k8s/a.yaml")), "k8s/a.yaml");
        assert_eq!(files.path(&uri("file:///b/infra/x.yaml")), "/b/infra/x.yaml");
        assert_eq!(files.path(&uri("untitled:Untitled-1")), "untitled:Untitled-1");
    }

    #[test]
    fn what_is_open_is_not_what_the_disk_has() {
        let mut files = Files::default();
        let pod = uri("file:///a.yaml");
        files.open(pod.clone(), 1, "kind: Pod".to_owned());
        files.on_disk(pod.as_str(), Some(Ok(b"kind: List".to_vec())));
        let path = files.path(&pod);
        assert_eq!(files.opened(&path).unwrap().text, "kind: Pod");
        files.close(&pod, &mut NoDisk);
        assert!(files.opened(&path).is_none() && files.workspace().input().is_empty());
    }
}

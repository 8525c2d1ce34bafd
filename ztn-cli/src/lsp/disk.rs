//! The files that no editor has open, by their URIs.

use std::fs;
use std::path::{Path, PathBuf};

use url::Url;
use ztn_lsp::{Content, Disk};

use crate::walk;

/// What `ztn check` would read of a folder.
pub(super) struct Folders;

impl Disk for Folders {
    fn below(&mut self, folder: &str) -> Vec<(String, Content)> {
        let Some(folder) = path_of(folder) else {
            return Vec::new();
        };
        let input = match walk::read_below(&folder, &folder) {
            Ok(input) => input,
            Err(error) => return named(&folder, Err(error.to_string())).into_iter().collect(),
        };
        let read = input.files().map(|(path, bytes)| (path, Ok(bytes.to_vec())));
        let unread = input.unreadable().map(|(path, why)| (path, Err(why.to_owned())));
        read.chain(unread)
            .filter_map(|(path, content)| named(&folder.join(path), content))
            .collect()
    }

    fn file(&mut self, uri: &str) -> Option<Content> {
        let path = path_of(uri).filter(|path| walk::is_manifest(path) && path.exists())?;
        Some(fs::read(path).map_err(|error| error.to_string()))
    }
}

fn path_of(uri: &str) -> Option<PathBuf> {
    Url::parse(uri).ok()?.to_file_path().ok()
}

fn named(path: &Path, content: Content) -> Option<(String, Content)> {
    Some((Url::from_file_path(path).ok()?.into(), content))
}

//! What a host hands over: paths and bytes. The core reads no disk.

use std::sync::Arc;

use crate::error::{ErrorCode, OptionsError};

/// The files of one cluster. Copies share their bytes.
#[derive(Clone, Debug, Default)]
pub struct Input {
    files: Vec<File>,
}

/// A file, or why there is none.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) content: Content,
}

/// What the host knows of a file.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Bytes(Arc<Vec<u8>>),
    Unreadable(String),
}

impl Input {
    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. The path is only a name; it is reported as given, with forward slashes.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.push(path.into(), Content::Bytes(Arc::new(bytes.into())));
    }

    /// Adds a file that the host could not read, so that the report says so.
    pub fn add_unreadable(&mut self, path: impl Into<String>, why: impl Into<String>) {
        self.push(path.into(), Content::Unreadable(why.into()));
    }

    /// Adds what is known of a file. Bytes that somebody else holds, too, are shared.
    pub(crate) fn push(&mut self, path: String, content: Content) {
        let path = if path.contains('\\') { path.replace('\\', "/") } else { path };
        self.files.push(File { path, content });
    }

    /// Gives the file at `path`, if there is one, another content.
    pub(crate) fn replace(&mut self, path: &str, text: String) {
        let bytes = Arc::new(text.into_bytes());
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            file.content = Content::Bytes(Arc::clone(&bytes));
        }
    }

    /// The files that could be read, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().filter_map(|file| match &file.content {
            Content::Bytes(bytes) => Some((file.path.as_str(), bytes.as_slice())),
            Content::Unreadable(_) => None,
        })
    }

    /// The files that could not be read, each with the reason.
    pub fn unreadable(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| match &file.content {
            Content::Bytes(_) => None,
            Content::Unreadable(why) => Some((file.path.as_str(), why.as_str())),
        })
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Is there no file?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files by path, so that the report does not depend on the order they were given in.
    ///
    /// # Errors
    /// Names a path that was given twice.
    pub(crate) fn sorted(&self) -> Result<Vec<&File>, OptionsError> {
        let mut files: Vec<&File> = self.files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        for pair in files.windows(2) {
            if let [a, b] = pair
                && a.path == b.path
            {
                let message = format!("`{}` was given twice", a.path);
                let code = ErrorCode::InvalidFiles;
                return Err(OptionsError::new(code, "files", message, "give each path once"));
            }
        }
        Ok(files)
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Input {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let mut input = Self::new();
        for (path, bytes) in files {
            input.add(path, bytes);
        }
        input
    }
}

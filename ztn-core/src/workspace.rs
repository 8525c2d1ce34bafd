//! Files that are being edited: open some, change one, ask again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analyze::analyze;
use crate::ask::ask;
use crate::input::{Content, Input};
use crate::options::{Options, OptionsError};
use crate::report::v1::Report;

/// A set of files with the options to analyze them by. Its report is always the one that [`analyze`]
/// gives for the same files, and so are its answers.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    files: BTreeMap<String, Content>,
    options: Options,
}

impl Workspace {
    /// No files yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { files: BTreeMap::new(), options }
    }

    /// Opens a file, or gives an open one its new content.
    pub fn set(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Content::Bytes(Arc::new(bytes.into())));
    }

    /// Opens a file that the host cannot read, so that the report says so.
    pub fn set_unreadable(&mut self, path: impl Into<String>, why: impl Into<String>) {
        self.files.insert(path.into(), Content::Unreadable(why.into()));
    }

    /// Closes a file. Was it open?
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }

    /// Changes the options.
    pub fn set_options(&mut self, options: Options) {
        self.options = options;
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The report of the files as they are now.
    ///
    /// # Errors
    /// As [`analyze`].
    pub fn report(&self) -> Result<Report, OptionsError> {
        analyze(&self.input(), &self.options)
    }

    /// The answer to a question about the files as they are now, as JSON.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn ask(&self, question: &str, query: &str) -> Result<String, OptionsError> {
        ask(&self.input(), &self.options, question, query)
    }

    /// The files as they are now, whatever becomes of these.
    #[must_use]
    pub fn input(&self) -> Input {
        let mut input = Input::new();
        for (path, content) in &self.files {
            input.push(path.clone(), content.clone());
        }
        input
    }
}

//! Files that are being edited: open some, change one, ask again.

use std::collections::BTreeMap;

use crate::analyze::analyze;
use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::report::v1::Report;

/// A set of files with the options to analyze them by. Its report is always the one that [`analyze`]
/// gives for the same files.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    files: BTreeMap<String, Vec<u8>>,
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
        self.files.insert(path.into(), bytes.into());
    }

    /// Closes a file. Was it open?
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }

    /// Changes the options.
    pub fn set_options(&mut self, options: Options) {
        self.options = options;
    }

    /// The report of the files as they are now.
    ///
    /// # Errors
    /// As [`analyze`].
    pub fn report(&self) -> Result<Report, OptionsError> {
        let input: Input =
            self.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        analyze(&input, &self.options)
    }
}

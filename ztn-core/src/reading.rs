//! The way every question begins: from an input to a cluster with its engines.

use crate::facts::Facts;
use crate::folders::Folders;
use crate::input::Input;
use crate::model::Cluster;
use crate::options::{Limits, Options, OptionsError};
use crate::read::{SourceFile, cluster, read};

/// An input as it was read: its files, and the cluster that they describe.
pub(crate) struct Reading {
    pub(crate) folders: Folders,
    pub(crate) files: Vec<SourceFile>,
    pub(crate) cluster: Cluster,
}

impl Reading {
    /// Reads every file of `input`.
    ///
    /// # Errors
    /// A path given twice.
    pub(crate) fn of(input: &Input, limits: Limits) -> Result<Self, OptionsError> {
        let sorted = input.sorted()?;
        let folders = Folders::of(&sorted, limits);
        let files = read(&sorted, &folders, limits);
        let cluster = cluster(&files);
        Ok(Self { folders, files, cluster })
    }

    /// The cluster with its engines.
    pub(crate) fn facts<'a>(&'a self, options: &'a Options) -> Facts<'a> {
        Facts::new(&self.cluster, options, self.files.iter().all(SourceFile::is_read))
    }
}

//! Files rewritten, all of them or none.
//!
//! Everything that can be found out before is: whether a file is still what it was when it was read,
//! whether it may be written, and whether there is room for the new text, which is written beside the
//! file first. Then each new file takes the place of the old one in a single step.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Failure;

/// A file to rewrite.
pub(super) struct Rewrite<'t> {
    path: &'t Path,
    before: &'t str,
    after: &'t str,
}

impl<'t> Rewrite<'t> {
    pub(super) fn new(path: &'t str, before: &'t str, after: &'t str) -> Self {
        Self { path: Path::new(path), before, after }
    }

    /// Writes the new text beside the file, with the file's permissions.
    fn prepare(&self) -> Result<Prepared, Failure> {
        let failed = |what: &str, error: &dyn std::fmt::Display| {
            let path = self.path.display();
            Failure(format!("cannot {what} `{path}`: {error}; nothing was written"))
        };
        // The file that a link stands for is written, and the link stays.
        let target = fs::canonicalize(self.path).map_err(|error| failed("find", &error))?;
        let metadata = fs::metadata(&target).map_err(|error| failed("read", &error))?;
        if metadata.permissions().readonly() {
            return Err(failed("write", &"it is read-only: make it writable, or leave it out"));
        }
        self.is_unchanged(&target)?;
        let folder = target.parent().unwrap_or(Path::new("."));
        let mut new = NamedTempFile::new_in(folder).map_err(|error| failed("write", &error))?;
        let file = new.as_file_mut();
        file.write_all(self.after.as_bytes())
            .and_then(|()| file.set_permissions(metadata.permissions()))
            .and_then(|()| file.sync_all())
            .map_err(|error| failed("write", &error))?;
        Ok(Prepared { new, target })
    }

    /// Is the file still what it was when it was read?
    fn is_unchanged(&self, target: &Path) -> Result<(), Failure> {
        let now = fs::read(target).unwrap_or_default();
        if now == self.before.as_bytes() {
            return Ok(());
        }
        let path = self.path.display();
        Err(Failure(format!(
            "`{path}` has changed since it was read: run the command again; nothing was written"
        )))
    }
}

/// A new text, written beside the file whose place it takes.
struct Prepared {
    new: NamedTempFile,
    target: PathBuf,
}

impl Prepared {
    fn finish(self) -> Result<(), Failure> {
        let Self { new, target } = self;
        new.persist(&target).map_err(|error| {
            let path = target.display();
            Failure(format!(
                "cannot write `{path}`: {}; files before it are written, run the command again",
                error.error
            ))
        })?;
        // The new name lasts once its folder is on disk; where folders cannot be opened it is by itself.
        if let Some(folder) = target.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// Rewrites all files, or says why none is touched.
pub(super) fn all(files: Vec<Rewrite<'_>>) -> Result<(), Failure> {
    let prepared = files.iter().map(Rewrite::prepare).collect::<Result<Vec<_>, _>>()?;
    // Writing beside them took its time.
    for (file, new) in files.iter().zip(&prepared) {
        file.is_unchanged(&new.target)?;
    }
    prepared.into_iter().try_for_each(Prepared::finish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn texts(folder: &Path) -> Vec<(String, String)> {
        let mut texts: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect();
        texts.sort();
        texts
    }

    fn rewrite(folder: &Path, files: &[(&str, &str, &str)]) -> Result<(), String> {
        let paths: Vec<String> =
            files.iter().map(|(name, ..)| folder.join(name).display().to_string()).collect();
        let files = files.iter().zip(&paths);
        let files = files.map(|((_, before, after), path)| Rewrite::new(path, before, after));
        all(files.collect()).map_err(|Failure(message)| message)
    }

    #[test]
    fn a_file_that_changed_keeps_all_from_being_written() {
        let folder = folder(&[("a", "1"), ("b", "changed")]);
        let said = rewrite(folder.path(), &[("a", "1", "2"), ("b", "1", "2")]).unwrap_err();
        assert!(said.contains("b` has changed since it was read: run the command again"), "{said}");
        assert_eq!(
            texts(folder.path()),
            [("a".into(), "1".into()), ("b".into(), "changed".into())]
        );
    }

    #[test]
    fn a_file_that_is_gone_keeps_all_from_being_written() {
        let folder = folder(&[("a", "1")]);
        let said = rewrite(folder.path(), &[("a", "1", "2"), ("b", "1", "2")]).unwrap_err();
        assert!(said.contains("b`: ") && said.ends_with("; nothing was written"), "{said}");
        assert_eq!(texts(folder.path()), [("a".into(), "1".into())]);
    }
}

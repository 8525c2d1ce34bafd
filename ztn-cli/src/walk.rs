//! From paths on the command line to files with their bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;
use ztn_core::Input;
use ztn_core::problem::ProblemKind;
use ztn_core::report::STDIN;

/// A file to read, and whether it was named: what is named has to be readable.
type Files = BTreeMap<String, (PathBuf, bool)>;

/// A path that was named and that nothing can be read from.
#[derive(Debug)]
pub struct Unreadable {
    /// The path, as it was given.
    pub path: String,
    /// What is wrong: one clause, lower case, without full stop.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.remedy)
    }
}

impl std::error::Error for Unreadable {}

impl Unreadable {
    fn new(path: String, error: &std::io::Error) -> Self {
        let message = format!("cannot read `{path}`: {error}");
        Self { path, message, remedy: ProblemKind::Unreadable.remedy() }
    }
}

/// Reads files and folders as `ztn check` does: folders are searched for `.yaml`, `.yml` and `.json` files
/// that `.gitignore` does not name, `-` is standard input.
///
/// # Errors
/// A path that was named cannot be read, or is a folder without any such file: that is a mistake, not a
/// cluster without faults.
pub fn read(paths: &[PathBuf]) -> Result<Input, Unreadable> {
    read_paths(Path::new(""), paths, |folder| {
        let path = shown(folder);
        Err(Unreadable {
            message: format!("no .yaml, .yml or .json file in `{path}`"),
            remedy: "hidden folders and what .gitignore names are left out: name the files themselves",
            path,
        })
    })
}

/// Reads a file or a folder as one state of several: names count from `folder`, and a folder without any
/// manifest is how things were before the first was written.
pub(crate) fn read_below(folder: &Path, path: &Path) -> Result<Input, Unreadable> {
    read_paths(folder, &[path.to_owned()], |_| Ok(()))
}

fn read_paths(
    folder: &Path,
    paths: &[PathBuf],
    empty: impl Fn(&Path) -> Result<(), Unreadable>,
) -> Result<Input, Unreadable> {
    let shown = |path: &Path| shown(path.strip_prefix(folder).unwrap_or(path));
    let mut files = Files::new();
    let mut input = Input::new();
    let mut stdin_read = false;
    for path in paths {
        if path.as_os_str() == "-" {
            if !std::mem::replace(&mut stdin_read, true) {
                input.add(STDIN, read_stdin()?);
            }
        } else if path.is_dir() {
            if !walk(path, shown, &mut files, &mut input) {
                empty(path)?;
            }
        } else {
            files.entry(shown(path)).or_insert_with(|| (path.clone(), true)).1 = true;
        }
    }
    let files: Vec<(String, (PathBuf, bool))> = files.into_iter().collect();
    let contents: Vec<_> = files.par_iter().map(|(_, (path, _))| fs::read(path)).collect();
    for ((name, (_, named)), content) in files.into_iter().zip(contents) {
        match content {
            Ok(bytes) => input.add(name, bytes),
            Err(error) if named => return Err(Unreadable::new(name, &error)),
            Err(error) => input.add_unreadable(name, error.to_string()),
        }
    }
    Ok(input)
}

fn read_stdin() -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| Unreadable::new(STDIN.to_owned(), &error))
}

/// Finds the manifests below a folder. What cannot be entered is in the report. Was there anything?
fn walk(
    folder: &Path,
    shown: impl Fn(&Path) -> String,
    files: &mut Files,
    input: &mut Input,
) -> bool {
    let mut found = false;
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry)
                if entry.file_type().is_some_and(|kind| !kind.is_dir())
                    && is_manifest(entry.path()) =>
            {
                found = true;
                let path = entry.into_path();
                files.entry(shown(&path)).or_insert((path, false));
            }
            Ok(_) => {}
            Err(error) => {
                found = true;
                let path = path_of(&error).unwrap_or(folder);
                input.add_unreadable(shown(path), cause_of(&error));
            }
        }
    }
    found
}

/// Is it one by its name?
pub(crate) fn is_manifest(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// A path as it was given; `./` in front says nothing.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.strip_prefix("./").filter(|rest| !rest.is_empty()).unwrap_or(&text).to_owned()
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

fn cause_of(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

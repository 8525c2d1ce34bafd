//! Where the program runs, for formats whose readers name files from the root of a repository.

use std::path::{Path, PathBuf};

use ztn_core::report::Base;

/// The base of paths as they are given.
pub(crate) fn here() -> Base {
    below(Path::new(""))
}

/// The base of paths that count from `folder`. Outside a repository, readers count from here.
pub(crate) fn below(folder: &Path) -> Base {
    // A folder that has been removed has no name; paths then stay as they are.
    let here = std::env::current_dir().unwrap_or_default();
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let root = here.ancestors().find(is_root).map_or_else(|| here.clone(), PathBuf::from);
    Base { root: text(&root), folder: text(&here.join(folder)) }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

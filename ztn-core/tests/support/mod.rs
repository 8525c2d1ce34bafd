//! What several test programs share: finding files, and saying loudly when there are none.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

pub mod listing;

use std::fs;
use std::path::{Path, PathBuf};

use ztn_core::Input;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The files below a folder as an input, named from that folder on.
pub fn input(folder: &Path) -> Input {
    let named =
        |path: &PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files(folder).iter().map(|path| (named(path), fs::read(path).unwrap())).collect()
}

/// A folder of files that others wrote, beside the repository; a checkout alone has none.
pub fn beside(name: &str) -> Option<PathBuf> {
    let folder = root().join("../shared").join(name);
    if folder.is_dir() {
        Some(folder)
    } else {
        eprintln!("SKIPPED: no folder `{}` beside the repository", folder.display());
        None
    }
}

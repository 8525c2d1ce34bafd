//! Real files to compare parsers over.

use std::path::{Path, PathBuf};

/// The documents of every YAML and JSON file in this repository's test data, and in the folders of
/// real and broken files beside the repository where they are present.
pub(crate) fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut documents = Vec::new();
    for (folder, ours) in [
        ("testdata", true),
        ("../shared/realworld", false),
        ("../shared/badinput", false),
        ("../shared/conformance/tree", false),
    ] {
        let folder = root.join(folder);
        if !folder.is_dir() {
            assert!(!ours, "{} is missing", folder.display());
            eprintln!("SKIPPED: {} is not there, its files are not compared", folder.display());
            continue;
        }
        let mut files = Vec::new();
        collect(&folder, &mut files);
        files.sort();
        for file in files {
            let Ok(text) = std::fs::read_to_string(&file) else {
                continue;
            };
            for chunk in ztn_core::parse::split(&text) {
                documents.push((file.display().to_string(), chunk.span.of(&text).to_owned()));
            }
        }
    }
    documents
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml" || ext == "json")
            && std::fs::metadata(&path).is_ok_and(|file| file.len() < 2 << 20)
        {
            files.push(path);
        }
    }
}

//! The cluster that `ztn check --demo` shows: a copy of a test cluster inside the command's own folder,
//! since a published crate holds nothing from beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::output::{MARKER, Output};

const SOURCE: &str = "testdata/clusters";
const COPY: &str = "ztn-cli/demo";
const LIST: &str = "ztn-cli/src/demo.rs";

/// The copies, and the list of them that the command is compiled with.
pub(crate) fn outputs(root: &Path) -> Result<Vec<Output>> {
    let mut files = Vec::new();
    below(&root.join(SOURCE), Path::new("shop"), &mut files)?;
    files.sort();
    let mut outputs = Vec::new();
    let mut entries = String::new();
    // What git may not change in the one it may not change in the other.
    for path in files.iter().map(PathBuf::as_path).chain([Path::new(".gitattributes")]) {
        let from = root.join(SOURCE).join(path);
        let text =
            fs::read_to_string(&from).with_context(|| format!("cannot read {}", from.display()))?;
        outputs.push(Output::new(Path::new(COPY).join(path), text));
    }
    for path in &files {
        let path = path.to_string_lossy().replace('\\', "/");
        entries.push_str(&format!("    (\"{path}\", include_bytes!(\"../demo/{path}\")),\n"));
    }
    let list = format!(
        "//! {MARKER} from the copy of `{SOURCE}/shop` in `{COPY}`.\n\n\
         /// The files of a small shop, with mistakes, by path.\n\
         #[rustfmt::skip]\n\
         pub(crate) const FILES: &[(&str, &[u8])] = &[\n{entries}];\n"
    );
    outputs.push(Output::new(LIST, list));
    let mut copies = Vec::new();
    if root.join(COPY).join("shop").is_dir() {
        below(&root.join(COPY), Path::new("shop"), &mut copies)?;
    }
    let gone = copies.into_iter().filter(|copy| !files.contains(copy));
    outputs.extend(gone.map(|copy| Output { path: Path::new(COPY).join(copy), text: None }));
    Ok(outputs)
}

/// Every file in `root` below `folder`, from `root` on.
fn below(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let place = root.join(folder);
    for entry in fs::read_dir(&place).with_context(|| format!("cannot read {}", place.display()))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            below(root, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

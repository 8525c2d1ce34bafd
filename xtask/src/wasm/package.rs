//! The npm package's files, put together and packed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{build_ztn, text_of};

/// What was built and goes in as it is.
const BUILT: [&str; 3] = ["glue.js", "ztn.wasm", "module.js"];

/// What lies elsewhere in the tree and goes in as it is.
const COPIED: [&str; 3] = ["ztn-wasm/README.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Packs the package; where its tarball is.
pub(super) fn pack(root: &Path, parts: &Path, work: &Path) -> Result<PathBuf> {
    let folder = work.join("package");
    // What is no longer part of it must not stay.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(root.join("ztn-wasm/npm"))? {
        let entry = entry?;
        copy(&entry.path(), &folder)?;
    }
    for name in BUILT {
        copy(&parts.join(name), &folder)?;
    }
    for path in COPIED {
        copy(&root.join(path), &folder)?;
    }
    fs::write(folder.join("rules.js"), rules(root)?)?;
    let version = set_version(root, &folder.join("package.json"))?;
    let mut npm = Command::new("npm");
    npm.current_dir(work).args(["pack", "--ignore-scripts", "--silent"]).arg(&folder);
    text_of(&mut npm)?;
    Ok(work.join(format!("ztn-wasm-{version}.tgz")))
}

fn copy(from: &Path, folder: &Path) -> Result<()> {
    let name = from.file_name().context("a file has a name")?;
    fs::copy(from, folder.join(name)).with_context(|| from.display().to_string())?;
    Ok(())
}

/// What rules say to people, which the module does not carry. A function, so that nobody changes another's copy.
fn rules(root: &Path) -> Result<String> {
    let ztn = build_ztn(root, false)?;
    let rules = text_of(Command::new(ztn).args(["rules", "--format", "json"]))?;
    Ok(format!("// `ztn rules --format json`\nexport const rules = () => {};\n", rules.trim_end()))
}

/// The version is the workspace's, written in one place.
fn set_version(root: &Path, path: &Path) -> Result<String> {
    let workspace: toml::Table = toml::from_str(&fs::read_to_string(root.join("Cargo.toml"))?)?;
    let version = workspace
        .get("workspace")
        .and_then(|table| table.get("package")?.get("version")?.as_str())
        .context("Cargo.toml: no workspace.package.version")?;
    // As text: the order of conditions under `exports` has a meaning.
    let text = fs::read_to_string(path)?;
    let rest = text.strip_prefix("{").context("package.json is an object")?;
    fs::write(path, format!("{{\n  \"version\": \"{version}\",{rest}"))?;
    Ok(version.to_owned())
}

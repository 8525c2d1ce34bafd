//! `cargo xtask wasm`: from the sources to the npm package, in `target/npm`.

mod compiler;
mod package;
mod size;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

pub(crate) use compiler::Compiler;
pub(crate) use size::Size;

use crate::process::{cargo, target_folder, text_of};
use crate::test::logged;

/// What `wasm-opt` may use, one by one: `--all-features` takes in what Node and browsers do not know.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The npm package, built.
pub(crate) struct Package {
    pub(crate) tarball: PathBuf,
    pub(crate) size: Size,
}

/// Builds and packs it.
pub(crate) fn build(root: &Path, compiler: Compiler) -> Result<Package> {
    let work = target_folder(root).join("npm");
    let parts = work.join("parts");
    fs::create_dir_all(&parts)?;
    let module = compiled(root, compiler)?;
    logged(root, bindgen(root).arg(&module).arg(&parts))?;
    let wasm = parts.join("ztn.wasm");
    optimize(root, &parts.join("glue_bg.wasm"), &wasm)?;
    let finish = root.join("ztn-wasm/build/finish.mjs");
    let said = text_of(Command::new("node").arg(finish).arg(&wasm).arg(parts.join("module.js")))?;
    let size = serde_json::from_str(&said).context("finish.mjs")?;
    let tarball = package::pack(root, &parts, &work)?;
    Ok(Package { tarball, size })
}

/// The module as the compiler makes it.
fn compiled(root: &Path, compiler: Compiler) -> Result<PathBuf> {
    let folder = target_folder(root).join(compiler.folder());
    let mut command = compiler.cargo_build(root);
    command.args(["--quiet", "--profile", "wasm", "--package", "ztn-wasm"]);
    command.arg("--target-dir").arg(&folder);
    logged(root, &mut command)?;
    Ok(folder.join(compiler::TARGET).join("wasm/ztn_wasm.wasm"))
}

/// The program of ours that makes the JavaScript beside the module.
fn bindgen(root: &Path) -> Command {
    let mut command = cargo(root);
    command.args(["run", "--quiet", "--package", "xtask", "--features", "bindgen"]);
    command.args(["--bin", "bindgen", "--"]);
    command
}

fn optimize(root: &Path, from: &Path, to: &Path) -> Result<()> {
    let tools = root.join("ztn-wasm/build");
    npm_ci(root, &tools)?;
    let mut command = Command::new(tools.join("node_modules/.bin/wasm-opt"));
    command.arg("-O3").args(FEATURES).args(["--strip-debug", "--strip-producers"]);
    logged(root, command.arg(from).arg("-o").arg(to))?;
    Ok(())
}

/// What the lock file in `folder` names, unless it is there; nothing of it runs while it is installed.
pub(crate) fn npm_ci(root: &Path, folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.ztn-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    logged(root, &mut npm)?;
    fs::write(stamp, lock)?;
    Ok(())
}

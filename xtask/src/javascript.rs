//! The npm package as its users meet it: built, measured, and consumed from its tarball.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::install;
use crate::process::{answers, build_ztn, target_folder, text_of};
use crate::test::{Done, logged};
use crate::wasm::{self, Compiler};

/// Which Node the package asks for: ES modules can be required from there on.
const NODE: (u32, u32) = (20, 19);

/// `cargo xtask wasm`
pub(crate) fn build(root: &Path, compiler: Option<&str>) -> Result<bool> {
    let compiler = match compiler {
        Some(name) => Some(Compiler::named(name)?).filter(|compiler| compiler.is_ready()),
        None => Compiler::find(),
    };
    let package = wasm::build(root, compiler.context(NO_COMPILER)?)?;
    println!("{}\n{}", package.size.line(), package.tarball.display());
    package.size.within_budget()?;
    Ok(true)
}

const NO_COMPILER: &str = "no compiler for WebAssembly: `rustup component add rust-src`, or be root on \
                           Debian";

/// The step that builds the package and holds it against its budget.
pub(crate) fn wasm(root: &Path) -> Result<Done> {
    if let Some(why) = no_node() {
        return Ok(Done::Skipped(why));
    }
    let Some(compiler) = Compiler::find() else {
        return Ok(Done::Skipped(NO_COMPILER.to_owned()));
    };
    let package = wasm::build(root, compiler)?;
    package.size.within_budget()?;
    Ok(Done::Passed(vec![package.size.line()]))
}

/// The step that installs the tarball in a folder of its own and uses it as its users do: see
/// `ztn-wasm/test/`.
pub(crate) fn consumers(root: &Path) -> Result<Done> {
    if let Some(why) = no_node() {
        return Ok(Done::Skipped(why));
    }
    let Some(tarball) = tarball(root)? else {
        return Ok(Done::Skipped("the step `wasm` made no package".to_owned()));
    };
    let folder = target_folder(root).join("npm/consumers");
    lay_out(&root.join("ztn-wasm/test"), &folder)?;
    wasm::npm_ci(root, &folder)?;
    let mut install = Command::new("npm");
    install.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]);
    logged(root, install.current_dir(&folder).arg(&tarball))?;
    let mut tests = Command::new("node");
    tests.current_dir(&folder).args(["--test", "--test-reporter=spec"]);
    tests.env("ZTN_ROOT", root).env("ZTN", build_ztn(root, false)?).env("ZTN_TARBALL", &tarball);
    if let Some(chromium) = install::program(Path::new("/usr/bin/chromium"), "chromium") {
        tests.env("CHROMIUM", chromium);
    }
    if let Some(python) = crate::python::with_package(root) {
        tests.env("ZTN_PYTHON", python);
    }
    let said = logged(root, &mut tests)?;
    // What was skipped stands beside what passed: a browser that could not be installed is no success.
    let wanted =
        |line: &&str| line.starts_with("ℹ pass") || line.contains("# SKIP") || line.contains("﹣");
    Ok(Done::Passed(said.lines().filter(wanted).map(str::to_owned).collect()))
}

/// The package that was built last.
fn tarball(root: &Path) -> Result<Option<PathBuf>> {
    let Ok(entries) = fs::read_dir(target_folder(root).join("npm")) else {
        return Ok(None);
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tgz") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Copies the tests to where the package gets installed, and leaves what was installed there before.
fn lay_out(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true if entry.file_name() == "node_modules" => {}
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    copy_all(from, to)
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name() == "node_modules" {
            continue;
        }
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_all(&from, &to)?;
        } else {
            fs::copy(&from, &to).with_context(|| from.display().to_string())?;
        }
    }
    Ok(())
}

/// Why there is no Node to use, if there is none.
fn no_node() -> Option<String> {
    let (major, minor) = NODE;
    let wanted = format!("Node {major}.{minor} or newer, and npm");
    let Ok(version) = text_of(Command::new("node").arg("--version")) else {
        return Some(format!("no {wanted}"));
    };
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|n| n.parse().ok());
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE || !answers(Command::new("npm").arg("--version")) {
        return Some(format!("{} is here; {wanted} is needed", version.trim_end()));
    }
    None
}

//! The Python package as users get it: a wheel for any Linux, in environments of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::install;
use crate::process::{answers, build_ztn, target_folder, text_of};
use crate::test::{Done, logged};

/// Builds the wheel and holds it against types, tests and the command.
pub(crate) fn test(root: &Path) -> Result<Done> {
    let python = Environment::with_tools(root)?;
    let wheel = python.build_wheel()?;
    let mut install = python.run("pip");
    install.args(["install", "--quiet", "--force-reinstall", "--no-index", "--no-deps"]);
    logged(root, install.arg(&wheel))?;

    let package = root.join("ztn-py");
    for check in [&["check"][..], &["format", "--check"]] {
        let mut ruff = python.run("ruff");
        logged(root, ruff.args(check).args(["--no-cache", "."]).current_dir(&package))?;
    }
    let mut mypy = python.run("mypy");
    mypy.arg("--cache-dir").arg(python.folder.join("mypy-cache")).args(["python/ztn", "tests"]);
    logged(root, mypy.current_dir(&package))?;
    let mut stubtest = python.run("mypy.stubtest");
    stubtest.arg("ztn").arg("--allowlist").arg(package.join("stubtest-allow.txt"));
    logged(root, stubtest.current_dir(&python.folder))?;

    let scratch = python.folder.join("scratch");
    fs::create_dir_all(&scratch)?;
    let mut pytest = python.run("pytest");
    pytest.args(["--quiet", "-p", "no:cacheprovider"]).current_dir(&package);
    pytest.env("ZTN_NATIVE", build_ztn(root, false)?).env("ZTN_SCRATCH", scratch);
    let log = logged(root, pytest.env("ZTN_WHEEL", &wheel))?;
    let size = fs::metadata(&wheel)?.len();
    let closing = log.trim_end().lines().next_back().unwrap_or_default();
    Ok(Done::Passed(vec![format!("pytest: {closing}"), format!("wheel: {size} bytes")]))
}

/// The Python that has the package, if the test above put it there.
pub(crate) fn with_package(root: &Path) -> Option<PathBuf> {
    let python = Environment { root, folder: target_folder(root).join("python") };
    let there = answers(python.run("pip").args(["show", "--quiet", "ztn"]));
    there.then(|| python.interpreter())
}

/// A Python with what `ztn-py/requirements.txt` names.
struct Environment<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl<'a> Environment<'a> {
    /// The one of this target folder, made anew when the requirements or the Python change.
    fn with_tools(root: &'a Path) -> Result<Self> {
        let interpreter = interpreter()?;
        let environment = Self { root, folder: target_folder(root).join("python") };
        let requirements = root.join("ztn-py/requirements.txt");
        let version = text_of(Command::new(&interpreter).arg("-VV"))?;
        let wanted = version + &fs::read_to_string(&requirements)?;
        let stamp = environment.folder.join("installed");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(environment);
        }
        let mut create = Command::new(&interpreter);
        logged(root, create.args(["-m", "venv", "--clear"]).arg(environment.tools()))?;
        let mut install = environment.run("pip");
        install.args(["install", "--quiet", "--requirement"]).arg(&requirements);
        logged(root, &mut install).context("the tools for Python cannot be installed")?;
        fs::write(stamp, wanted)?;
        Ok(environment)
    }

    fn tools(&self) -> PathBuf {
        self.folder.join("tools")
    }

    fn scripts(&self) -> PathBuf {
        self.tools().join(if cfg!(windows) { "Scripts" } else { "bin" })
    }

    fn interpreter(&self) -> PathBuf {
        self.scripts().join("python")
    }

    /// A module of the environment as a program.
    fn run(&self, module: &str) -> Command {
        let mut path = vec![self.scripts()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut command = Command::new(self.interpreter());
        command.args(["-m", module]).env("VIRTUAL_ENV", self.tools());
        // What cannot be joined holds a colon; then tools are found beside their Python.
        if let Ok(path) = std::env::join_paths(path) {
            command.env("PATH", path);
        }
        command.env("PYTHONDONTWRITEBYTECODE", "1").env_remove("PYTHONPATH");
        command
    }

    /// The wheel that users get.
    fn build_wheel(&self) -> Result<PathBuf> {
        let out = self.folder.join("wheels");
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let mut maturin = self.run("maturin");
        maturin.args(["build", "--release", "--out"]).arg(&out);
        if cfg!(target_os = "linux") {
            maturin.args(["--zig", "--compatibility", "manylinux2014"]);
        }
        logged(self.root, maturin.current_dir(self.root.join("ztn-py")))?;
        let wheel = fs::read_dir(&out)?.next().context("maturin built no wheel")??;
        Ok(wheel.path())
    }
}

/// A Python that can make environments; Debian keeps the half of it in packages of their own.
fn interpreter() -> Result<PathBuf> {
    if let Some(python) = found() {
        return Ok(python);
    }
    install::debian(&["python3", "python3-venv"]);
    match found() {
        Some(python) => Ok(python),
        None => bail!("no Python 3.10 or newer with `venv`: install python3 and python3-venv"),
    }
}

fn found() -> Option<PathBuf> {
    const CAN: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let candidates = ["python3", "python", "/usr/bin/python3"].map(PathBuf::from);
    candidates.into_iter().find(|python| answers(Command::new(python).args(["-c", CAN])))
}

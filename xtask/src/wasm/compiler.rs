//! Which compiler makes WebAssembly here: rustup's, or else Debian's.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::install;
use crate::process::{answers, cargo};

/// The compilation target.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, its standard library as source, and the linker it calls.
const DEBIAN: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// A panic is an instruction, and only what is small is inlined: a fourteenth less to fetch, and 3 % slower.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Cllvm-args=-inline-threshold=110";

/// A compiler that is there. Either builds the standard library as well: a panic is an instruction then instead of a
/// message that nobody sees, and its sorting is small, which together is a seventh of the module.
#[derive(Clone, Copy)]
pub(crate) enum Compiler {
    /// The one that runs us, from rustup.
    Rustup,
    /// Debian's.
    Debian,
}

impl Compiler {
    /// The one with this name.
    pub(crate) fn named(name: &str) -> Result<Self> {
        match name {
            "rustup" => Ok(Self::Rustup),
            "debian" => Ok(Self::Debian),
            other => bail!("no compiler `{other}`: rustup or debian"),
        }
    }

    /// The first that is there or can be installed; none where neither can be had.
    pub(crate) fn find() -> Option<Self> {
        [Self::Rustup, Self::Debian].into_iter().find(|compiler| compiler.is_ready())
    }

    /// Is it there, perhaps after it was installed?
    pub(crate) fn is_ready(self) -> bool {
        match self {
            // Quick where it is there already.
            Self::Rustup => answers(Command::new("rustup").args(["component", "add", "rust-src"])),
            Self::Debian => {
                let there = Path::new("/usr/lib/rustlib/src/rust/library").exists()
                    && answers(Command::new("/usr/bin/cargo").arg("--version"));
                there || install::debian(&DEBIAN)
            }
        }
    }

    /// Its `cargo build`.
    pub(super) fn cargo_build(self, root: &Path) -> Command {
        let mut command = match self {
            Self::Rustup => cargo(root),
            Self::Debian => {
                let mut command = Command::new("/usr/bin/cargo");
                command.current_dir(root).env_clear().envs(kept()).env("PATH", "/usr/bin:/bin");
                command
            }
        };
        // A stable compiler has to be told that it may.
        command.env("RUSTC_BOOTSTRAP", "1");
        command.env("RUSTFLAGS", FLAGS);
        command.args(["build", "-Z", "build-std=std,panic_abort"]);
        command.args(["-Z", "build-std-features=optimize_for_size", "--target", TARGET]);
        command
    }

    /// The folder it builds in, under the target folder: each would throw the other's work away.
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Rustup => "wasm",
            Self::Debian => "wasm-debian",
        }
    }
}

/// What another cargo needs to know of the environment: where its home is and how to reach the registry.
fn kept() -> impl Iterator<Item = (OsString, OsString)> {
    std::env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy().to_ascii_lowercase();
        let names = ["home", "cargo_home", "ssl_cert_file", "ssl_cert_dir"];
        names.contains(&name.as_str())
            || name.ends_with("_proxy")
            || name.starts_with("cargo_http_")
    })
}

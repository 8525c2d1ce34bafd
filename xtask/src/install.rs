//! Programs from Debian's packages, where a step needs one that is not here.

use std::path::Path;
use std::process::Command;

use crate::process::answers;

/// Installs packages; false where that cannot be done, as by anybody but root.
pub(crate) fn debian(packages: &[&str]) -> bool {
    // Without a terminal `apt-get` would fail late where it may not write.
    if !answers(Command::new("apt-get").arg("--version")) || !is_root() {
        return false;
    }
    println!("installing {}", packages.join(" "));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["--quiet", "--yes"]);
        command
    };
    // A stale index names packages that are gone.
    answers(apt().arg("update"))
        && answers(apt().args(["install", "--no-install-recommends"]).args(packages))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

/// A program on this path, installed if it is not there; none where it cannot be had.
pub(crate) fn program<'a>(path: &'a Path, package: &str) -> Option<&'a Path> {
    (path.exists() || debian(&[package])).then_some(path)
}

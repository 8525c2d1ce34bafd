//! `cargo xtask test`: what CI runs, step by step, each with its seconds.
//!
//! A step that fails does not keep the others from running; the last line says how many did. A bare
//! machine with rustup's Rust is enough: what a step needs beyond that, a step before it installs.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process::{answers, cargo};

/// How a step ended when it did not fail.
enum Done {
    /// What is worth a line each: the closing lines of test runners.
    Passed(Vec<String>),
    /// It could not run here; said loudly, never counted as passed.
    Skipped(String),
}

struct Step {
    name: &'static str,
    /// Part of the daily loop as well.
    core: bool,
    run: fn(&Path) -> Result<Done>,
}

const STEPS: &[Step] = &[
    Step {
        name: "tools",
        core: true,
        run: tools,
    },
    Step {
        name: "fmt",
        core: true,
        run: fmt,
    },
    Step {
        name: "clippy",
        core: true,
        run: clippy,
    },
    Step {
        name: "generated files",
        core: true,
        run: generated,
    },
    Step {
        name: "tests",
        core: true,
        run: tests,
    },
    Step {
        name: "doc tests",
        core: false,
        run: doc_tests,
    },
    Step {
        name: "features",
        core: false,
        run: features,
    },
    Step {
        name: "docs",
        core: false,
        run: docs,
    },
    Step {
        name: "benches",
        core: false,
        run: benches,
    },
    Step {
        name: "fuzz targets",
        core: false,
        run: fuzz,
    },
    Step {
        name: "conformance",
        core: false,
        run: conformance,
    },
];

/// Runs the steps; the answer is no where one failed.
pub(crate) fn run(root: &Path, core: bool) -> Result<bool> {
    let start = Instant::now();
    let (mut passed, mut skipped, mut failed) = (0, 0, Vec::new());
    for step in STEPS.iter().filter(|step| step.core || !core) {
        println!("== {}", step.name);
        let since = Instant::now();
        let outcome = (step.run)(root);
        let seconds = since.elapsed().as_secs_f64();
        let word = match outcome {
            Ok(Done::Passed(lines)) => {
                passed += 1;
                for line in lines {
                    println!("{line}");
                }
                "ok"
            }
            Ok(Done::Skipped(why)) => {
                skipped += 1;
                println!("SKIPPED {}: {why}", step.name);
                "SKIPPED"
            }
            Err(error) => {
                println!("{error:#}");
                failed.push(step.name);
                "FAILED"
            }
        };
        println!("== {}: {word} in {seconds:.1} s\n", step.name);
    }
    let total = start.elapsed().as_secs_f64();
    if !failed.is_empty() {
        println!("failed: {}", failed.join(", "));
    }
    println!(
        "{passed} passed, {} failed, {skipped} skipped in {total:.0} s",
        failed.len()
    );
    Ok(failed.is_empty())
}

/// rustfmt and clippy are rustup components that a minimal profile leaves out.
fn tools(root: &Path) -> Result<Done> {
    let missing = |tool: &str| !answers(cargo(root).args([tool, "--version"]));
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if missing(tool) {
            println!("installing {component}");
            // Offline it cannot be had; the steps that need it say so themselves.
            answers(Command::new("rustup").args(["component", "add", component]));
        }
    }
    let version = crate::process::text_of(Command::new("rustc").arg("--version"))?;
    Ok(Done::Passed(vec![version.trim_end().to_owned()]))
}

fn fmt(root: &Path) -> Result<Done> {
    if !answers(cargo(root).args(["fmt", "--version"])) {
        return Ok(Done::Skipped(
            "no rustfmt here, and it could not be installed".to_owned(),
        ));
    }
    quiet(root, cargo(root).args(["fmt", "--all", "--check"]))
}

fn clippy(root: &Path) -> Result<Done> {
    if !answers(cargo(root).args(["clippy", "--version"])) {
        return Ok(Done::Skipped(
            "no clippy here, and it could not be installed".to_owned(),
        ));
    }
    let mut command = cargo(root);
    command.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    quiet(root, &mut command)
}

fn generated(root: &Path) -> Result<Done> {
    if crate::generate_files(root, true)? {
        return Ok(Done::Passed(Vec::new()));
    }
    bail!("generated files are stale")
}

fn tests(root: &Path) -> Result<Done> {
    let mut command = cargo(root);
    // One failing runner does not keep the next from running.
    command.args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--tests",
    ]);
    runners(root, &mut command)
}

fn doc_tests(root: &Path) -> Result<Done> {
    runners(
        root,
        cargo(root).args(["test", "--workspace", "--no-fail-fast", "--doc"]),
    )
}

/// The workspace builds with every feature at once; each has to stand alone too.
fn features(root: &Path) -> Result<Done> {
    for features in ["", "parallel", "schema"] {
        let mut command = cargo(root);
        command.args([
            "check",
            "--quiet",
            "--package",
            "ztn-core",
            "--no-default-features",
        ]);
        quiet(root, command.args(["--features", features]))?;
    }
    Ok(Done::Passed(Vec::new()))
}

fn docs(root: &Path) -> Result<Done> {
    let mut command = cargo(root);
    command.env("RUSTDOCFLAGS", "-D warnings");
    quiet(
        root,
        command.args(["doc", "--quiet", "--workspace", "--no-deps"]),
    )
}

fn benches(root: &Path) -> Result<Done> {
    quiet(
        root,
        cargo(root).args(["check", "--quiet", "--workspace", "--benches"]),
    )
}

/// They build on the stable compiler, which has to be told that it may.
fn fuzz(root: &Path) -> Result<Done> {
    let manifest = root.join("fuzz/Cargo.toml");
    if !manifest.exists() {
        return Ok(Done::Skipped("no fuzz targets yet".to_owned()));
    }
    let mut command = cargo(root);
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["check", "--quiet", "--manifest-path"]);
    quiet(root, command.arg(manifest))
}

/// Counts, and fails only where `ztn` crashed on a case.
fn conformance(root: &Path) -> Result<Done> {
    if crate::conformance::run(root, &crate::conformance::Options::new(root))? {
        return Ok(Done::Passed(Vec::new()));
    }
    bail!("`ztn` broke on a labelled case")
}

/// Runs a program that has nothing to say while all is well.
fn quiet(root: &Path, command: &mut Command) -> Result<Done> {
    logged(root, command).map(|_| Done::Passed(Vec::new()))
}

/// Runs test runners and keeps the line each begins and ends with.
fn runners(root: &Path, command: &mut Command) -> Result<Done> {
    let log = logged(root, command)?;
    Ok(Done::Passed(closing_lines(&log)))
}

fn closing_lines(log: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut runner = "";
    for line in log.lines().map(str::trim) {
        if line.starts_with("Running ") || line.starts_with("Doc-tests ") {
            runner = line.split(" (").next().unwrap_or(line);
        } else if line.starts_with("test result:") {
            lines.push(format!("{runner}: {line}"));
        }
    }
    lines
}

/// Both streams in one file, in the order they were written; all of it in the error.
fn logged(root: &Path, command: &mut Command) -> Result<String> {
    let folder = root.join("target");
    fs::create_dir_all(&folder)?;
    let path = folder.join("xtask-step.log");
    let log = File::create(&path)?;
    let status = command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
    if !status.success() {
        bail!("{text}\n{command:?} ended with {status}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_has_its_closing_line() {
        let log = "   Compiling a\n     Running unittests src/lib.rs (target/a-1)\n\nrunning 1 test\n\
                   test result: ok. 1 passed; 0 failed\n   Doc-tests a\ntest result: ok. 0 passed";
        let lines = [
            "Running unittests src/lib.rs: test result: ok. 1 passed; 0 failed",
            "Doc-tests a: test result: ok. 0 passed",
        ];
        assert_eq!(closing_lines(log), lines);
    }
}

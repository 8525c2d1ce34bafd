//! `cargo xtask test`: what CI runs, step by step, each with its seconds.
//!
//! A step that fails does not keep the others from running; the last line says how many did. A bare
//! machine with rustup's Rust is enough: what a step needs beyond that, a step before it installs.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::javascript;
use crate::process::{answers, cargo, target_folder};

/// How a step ended when it did not fail.
pub(crate) enum Done {
    /// What is worth a line each: the closing lines of test runners.
    Passed(Vec<String>),
    /// It could not run here; said loudly, never counted as passed.
    Skipped(String),
}

/// When a step runs without being asked for by name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// In the daily loop and in CI.
    Core,
    /// In CI.
    Full,
    /// Never: it takes too long.
    Asked,
}

struct Step {
    name: &'static str,
    when: When,
    run: fn(&Path) -> Result<Done>,
}

const STEPS: &[Step] = &[
    Step { name: "tools", when: When::Core, run: tools },
    Step { name: "fmt", when: When::Core, run: fmt },
    Step { name: "clippy", when: When::Core, run: clippy },
    Step { name: "generated", when: When::Core, run: generated },
    Step { name: "tests", when: When::Core, run: tests },
    Step { name: "doc-tests", when: When::Full, run: doc_tests },
    Step { name: "features", when: When::Full, run: features },
    Step { name: "docs", when: When::Full, run: docs },
    Step { name: "benches", when: When::Full, run: benches },
    Step { name: "fuzz", when: When::Full, run: fuzz },
    Step { name: "editors", when: When::Full, run: crate::editors::test },
    Step { name: "python", when: When::Full, run: crate::python::test },
    Step { name: "kubernetes-types", when: When::Full, run: kubernetes_types },
    Step { name: "wasm", when: When::Full, run: javascript::wasm },
    Step { name: "javascript", when: When::Full, run: javascript::consumers },
    Step { name: "conformance", when: When::Full, run: conformance },
    Step { name: "kubernetes-types-all", when: When::Asked, run: kubernetes_types_all },
];

/// The Kubernetes versions whose structs the views are held against, the newest last.
const KUBERNETES: [&str; 5] = ["1.33", "1.34", "1.35", "1.36", "1.37"];

/// Runs all steps, those of the daily loop (`core`), or those named; the answer is no where one failed.
pub(crate) fn run(root: &Path, names: &[String]) -> Result<bool> {
    let core = names == ["core"];
    if let Some(unknown) =
        names.iter().find(|name| !core && STEPS.iter().all(|step| step.name != *name))
    {
        let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step `{unknown}`: core, or some of {}", known.join(" "));
    }
    let wanted = |step: &Step| match step.when {
        _ if !core && !names.is_empty() => names.iter().any(|name| name == step.name),
        When::Core => true,
        When::Full => !core,
        When::Asked => false,
    };
    let start = Instant::now();
    let (mut passed, mut skipped, mut failed) = (0, 0, Vec::new());
    for step in STEPS.iter().filter(|step| wanted(step)) {
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
    println!("{passed} passed, {} failed, {skipped} skipped in {total:.0} s", failed.len());
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
        return Ok(Done::Skipped("no rustfmt here, and it could not be installed".to_owned()));
    }
    // The names are enough: `cargo fmt` makes the changes.
    quiet(root, cargo(root).args(["fmt", "--all", "--check", "--", "-l"]))
}

fn clippy(root: &Path) -> Result<Done> {
    if !answers(cargo(root).args(["clippy", "--version"])) {
        return Ok(Done::Skipped("no clippy here, and it could not be installed".to_owned()));
    }
    let mut command = cargo(root);
    command.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
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
    command.args(["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    // Its symbols are Python's, and so are its tests.
    command.args(["--exclude", "ztn-py"]);
    runners(root, &mut command)
}

fn doc_tests(root: &Path) -> Result<Done> {
    runners(root, cargo(root).args(["test", "--workspace", "--no-fail-fast", "--doc"]))
}

/// The workspace builds with every feature at once; each has to stand alone too.
fn features(root: &Path) -> Result<Done> {
    for features in ["", "prose", "parallel", "schema"] {
        let mut command = cargo(root);
        command.args(["check", "--quiet", "--package", "ztn-core", "--no-default-features"]);
        quiet(root, command.args(["--features", features]))?;
    }
    Ok(Done::Passed(Vec::new()))
}

fn docs(root: &Path) -> Result<Done> {
    let mut command = cargo(root);
    command.env("RUSTDOCFLAGS", "-D warnings");
    quiet(root, command.args(["doc", "--quiet", "--workspace", "--no-deps"]))
}

fn benches(root: &Path) -> Result<Done> {
    quiet(root, cargo(root).args(["check", "--quiet", "--workspace", "--benches"]))
}

/// They build on the stable compiler, which has to be told that it may.
fn fuzz(root: &Path) -> Result<Done> {
    let manifest = root.join("fuzz/Cargo.toml");
    if !manifest.exists() {
        return Ok(Done::Skipped("no fuzz targets yet".to_owned()));
    }
    let mut command = cargo(root);
    command.env("RUSTC_BOOTSTRAP", "1").args(["check", "--quiet", "--manifest-path"]);
    quiet(root, command.arg(manifest))
}

/// The views' fields against the API's own structs, and those structs as input. Compiling them takes
/// minutes, once.
fn kubernetes_types(root: &Path) -> Result<Done> {
    let [.., newest] = KUBERNETES;
    kubernetes_types_of(root, &[newest])
}

fn kubernetes_types_all(root: &Path) -> Result<Done> {
    kubernetes_types_of(root, &KUBERNETES)
}

fn kubernetes_types_of(root: &Path, versions: &[&str]) -> Result<Done> {
    let mut lines = Vec::new();
    for version in versions {
        let mut command = cargo(root);
        // A folder each: the version is compiled in, and changing it would start from scratch.
        command.env("K8S_OPENAPI_ENABLED_VERSION", version);
        command.args(["test", "--package", "ztn-core", "--features", "k8s-openapi"]);
        command.args(["--test", "field_paths", "--test", "typed", "--target-dir"]);
        command.arg(target_folder(root).join(format!("kubernetes-{version}")));
        let log = logged(root, &mut command)?;
        lines.extend(closing_lines(&log).into_iter().map(|line| format!("{version}: {line}")));
    }
    Ok(Done::Passed(lines))
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
    // A snapshot that differs is a failure here, not a file beside the old one.
    let log = logged(root, command.env("INSTA_UPDATE", "no"))?;
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

/// What went well is not what somebody reads a failure for.
fn without_noise(log: &str) -> String {
    let noise = |line: &&str| {
        let line = line.trim_start();
        let progress = ["Compiling ", "Checking ", "Downloaded ", "Downloading ", "Fresh "];
        line.ends_with(" ... ok") || progress.iter().any(|word| line.starts_with(word))
    };
    let lines: Vec<&str> = log.lines().filter(|line| !noise(line)).collect();
    lines.join("\n")
}

/// Both streams in one file, in the order they were written; all of it in the error.
pub(crate) fn logged(root: &Path, command: &mut Command) -> Result<String> {
    let folder = target_folder(root);
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
        let name =
            command.get_args().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ");
        bail!("{}\n`{name}` ended with {status}", without_noise(&text));
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

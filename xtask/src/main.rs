//! Generators, tests and measurements of this repository: `cargo xtask help`.
//!
//! It drives the `ztn` binary and links nothing of the workspace, so that it also works while the
//! rest does not compile.

mod conformance;
mod demo;
mod docs;
mod editors;
mod generate;
mod install;
mod javascript;
mod new_rule;
mod output;
mod process;
mod python;
mod registry;
mod test;
mod types;
mod wasm;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask gen [--check]             bring generated files up to date, or say which are not
cargo xtask new-rule PRACTICE ID      a rule file and its fixtures, ready to be filled in
cargo xtask test [core | STEP...]     what CI runs; `core` is the daily loop
cargo xtask wasm [--compiler rustup|debian]
                                      the npm package, in target/npm
cargo xtask conformance [--cases DIR] [--suite NAME] [--verbose[=N]] [--write] [--release | --ztn FILE]
                                      run others' labelled cases and count who agrees
cargo xtask gen-cluster [--objects N] [--seed S] [--out FILE]
                                      a made-up cluster, for measurements
";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command; `false` where it did its work and the answer is no.
fn run() -> Result<bool> {
    let mut args = lexopt::Parser::from_env();
    let root = process::root()?;
    let command = match args.next()? {
        Some(Value(command)) => command.string()?,
        Some(Long("help") | Short('h')) | None => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "help" => {
            print!("{HELP}");
            Ok(true)
        }
        "gen" => {
            let mut check = false;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("check") => check = true,
                    other => return Err(other.unexpected().into()),
                }
            }
            generate_files(&root, check)
        }
        "new-rule" => {
            let practice = args.value().context(HELP)?.string()?;
            let id = args.value().context(HELP)?.string()?;
            new_rule::create(&root, &practice, &id)?;
            generate_files(&root, false)
        }
        "gen-cluster" => made_up_cluster(&mut args),
        "test" => {
            let mut names = Vec::new();
            while let Some(arg) = args.next()? {
                match arg {
                    Value(name) => names.push(name.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            test::run(&root, &names)
        }
        "wasm" => {
            let mut compiler = None;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("compiler") => compiler = Some(args.value()?.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            javascript::build(&root, compiler.as_deref())
        }
        "conformance" => conformance::run(&root, &conformance::Options::parse(&mut args, &root)?),
        other => bail!("no command `{other}`\n{HELP}"),
    }
}

/// What is compiled goes first: a new rule has to be in the binary before the binary can speak of it.
pub(crate) fn generate_files(root: &Path, check: bool) -> Result<bool> {
    let mut sources = registry::outputs(root)?;
    sources.extend(demo::outputs(root)?);
    let mut stale = output::settle(root, &sources, check)?;
    say(&stale, check);
    // A binary built from a stale registry would only say wrong things about the rest.
    if stale.is_empty() || !check {
        let ztn = process::build_ztn(root, false)?;
        let more = output::settle(root, &docs::outputs(root, &ztn)?, check)?;
        say(&more, check);
        stale.extend(more);
        let types = output::settle(root, &types::outputs(root)?, check)?;
        say(&types, check);
        stale.extend(types);
    }
    if check && !stale.is_empty() {
        println!("run `cargo xtask gen` and commit what it writes");
    }
    Ok(!check || stale.is_empty())
}

fn say(files: &[PathBuf], check: bool) {
    let word = if check { "stale" } else { "wrote" };
    for file in files {
        println!("{word} {}", file.display());
    }
}

fn made_up_cluster(args: &mut lexopt::Parser) -> Result<bool> {
    let (mut objects, mut seed, mut out) = (10_000, 1, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("objects") => objects = args.value()?.parse()?,
            Long("seed") => seed = args.value()?.parse()?,
            Long("out") => out = Some(PathBuf::from(args.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    let text = generate::cluster(objects, seed);
    match out {
        Some(path) => {
            std::fs::write(&path, &text).with_context(|| path.display().to_string())?;
            println!("{objects} objects, {} bytes: {}", text.len(), path.display());
        }
        // Not `print!`, which dies where `head` has read enough.
        None => std::io::stdout().write_all(text.as_bytes())?,
    }
    Ok(true)
}

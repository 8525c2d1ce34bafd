//! The README is true: its commands run, and the output it shows is the output they give.
//!
//! `ZTN_UPDATE_README=1 cargo test -p ztn-cli --test readme` writes the output anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const BEGIN: &str = "<!-- output: begin -->\n```text\n";
const END: &str = "…\n```\n<!-- output: end -->";
/// How many lines of output the README shows.
const SHOWN: usize = 24;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The lines of the README's shell blocks.
fn commands(readme: &str) -> Vec<String> {
    let blocks = readme.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

/// Runs `ztn …`, or what the README has people run from a checkout, as the binary under test.
fn run(command: &str) -> std::process::Output {
    let args =
        command.strip_prefix("ztn ").or(command.strip_prefix("cargo run --release -p ztn-cli -- "));
    let args = args.unwrap_or_else(|| panic!("nothing here runs `{command}`"));
    Command::new(env!("CARGO_BIN_EXE_ztn"))
        .args(args.split(' '))
        .current_dir(root())
        .output()
        .unwrap()
}

#[test]
fn every_command_runs() {
    let readme = readme();
    assert!(
        readme.lines().take(15).any(|line| line == "```sh"),
        "the first command stands by line 15"
    );
    let mut seen = 0;
    // The test command is what runs this test.
    for command in commands(&readme).iter().filter(|command| *command != "cargo xtask test") {
        let output = run(command);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command}: {output:?}");
        assert!(!output.stdout.is_empty(), "{command}");
        seen += 1;
    }
    assert!(seen >= 3);
}

#[test]
fn the_output_shown_is_the_output_given() {
    let readme = readme();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    let command = commands(before).pop().unwrap();
    let output = String::from_utf8(run(&command).stdout).unwrap();
    let output: String = output.split_inclusive('\n').take(SHOWN).collect();
    if std::env::var_os("ZTN_UPDATE_README").is_some() {
        fs::write(root().join("README.md"), format!("{before}{BEGIN}{output}{END}{after}"))
            .unwrap();
    } else {
        assert_eq!(shown, output, "ZTN_UPDATE_README=1 writes it anew");
    }
}

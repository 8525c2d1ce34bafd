//! What people read: each look of one small input is kept beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("testdata/text")
}

/// What `ztn check input` prints in a terminal as wide as this.
fn printed(width: &str, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ztn"))
        .args(["check", "input", "--as-of", "2026-11-23"])
        .args(args)
        .current_dir(testdata())
        .env("COLUMNS", width)
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

const LOOKS: &[(&str, &str, &[&str])] = &[
    ("normal", "100", &[]),
    ("narrow", "60", &[]),
    ("color", "100", &["--color", "always"]),
    ("quiet", "100", &["--quiet"]),
    ("verbose", "100", &["--verbose"]),
    ("compact", "100", &["--format", "compact"]),
];

#[test]
fn each_look_is_kept() {
    for (name, width, args) in LOOKS {
        let shown = printed(width, args);
        insta::with_settings!({
            snapshot_path => testdata(),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(*name, shown.replace('\u{1b}', "␛"));
        });
    }
}

#[test]
fn no_look_shows_a_secret() {
    for (_, width, args) in LOOKS {
        assert!(!printed(width, args).contains("not-a-real"), "{args:?}");
    }
}

#[test]
fn the_ten_verdicts_take_ten_lines_that_fit() {
    for width in [40, 60, 80, 120] {
        let shown = printed(&width.to_string(), &[]);
        for (number, line) in (1..=10).zip(shown.lines()) {
            assert!(line.trim_start().starts_with(&format!("{number} ")), "{line}");
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colours_are_for_those_who_want_them() {
    assert!(!printed("100", &[]).contains('\u{1b}'), "a pipe is no terminal");
    assert!(!printed("100", &["--color", "never"]).contains('\u{1b}'));
    assert!(printed("100", &["--color", "always"]).contains('\u{1b}'));
}

//! The documentation is true: its commands run, and the output it shows is the output they give.
//!
//! In the Markdown files listed in [`pages`],
//! - a `yaml` or `json` block after `<!-- file: NAME -->` is a file, and the page's commands run beside it;
//! - each line of a `sh` block is run, if it is one of ours;
//! - a `text` block right after it is what it prints: all of it, or, before a last line `…`, its beginning.
//!
//! `ZTN_UPDATE_DOCS=1 cargo test -p ztn-cli --test docs` writes the output anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ztn_core::parse::{Document, Limits};

/// What ends an output of which only the beginning is shown.
const CUT: &str = "…\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every page written by hand.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = markdown(&root().join("docs"));
    pages.retain(|page| !fs::read_to_string(page).unwrap().contains("@generated"));
    pages.extend(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root().join(name)));
    pages
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths.extend(markdown(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}

/// A fenced block: its language, what stands before it on the page, and its text.
struct Block<'a> {
    language: &'a str,
    before: &'a str,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut from = 0;
    while let Some(start) = page[from..].find("```").map(|at| from + at) {
        let line_end = start + page[start..].find('\n').unwrap();
        let language = &page[start + 3..line_end];
        let end = line_end + 1 + page[line_end + 1..].find("```").expect("an open fence");
        let text = &page[line_end + 1..end];
        blocks.push(Block { language, before: page[from..start].trim(), text });
        from = end + 3;
    }
    blocks
}

/// The name of the file that a block is.
fn file_name<'a>(block: &Block<'a>) -> Option<&'a str> {
    let name = block.before.strip_suffix("-->")?.rsplit_once("<!-- file:")?.1;
    Some(name.trim())
}

/// Runs a line of a `sh` block, if it is `ztn`; what it prints.
fn run(command: &str, folder: &Path) -> Option<String> {
    let args =
        command.strip_prefix("ztn ").or(command.strip_prefix("cargo run --release -p ztn-cli -- "));
    let Some(args) = args else {
        let known =
            ["cargo ", "INSTA_UPDATE=always cargo ", "just ", "node ", "npm ", "pip ", "python "];
        assert!(known.iter().any(|of| command.starts_with(of)), "nothing here runs `{command}`");
        return None;
    };
    let mut ztn = Command::new(env!("CARGO_BIN_EXE_ztn"));
    ztn.args(args.split(' ')).current_dir(folder).stdin(Stdio::null()).env_remove("COLUMNS");
    let output = ztn.output().unwrap();
    let ends_well = matches!(output.status.code(), Some(0 | 1));
    assert!(ends_well, "{command}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The page with the output its commands give now, and how many of them ran.
fn replayed(page: &str, folder: &Path) -> (String, u32) {
    let (mut told, mut ran) = (page.to_owned(), 0);
    let blocks = blocks(page);
    for block in blocks.iter().filter(|block| matches!(block.language, "yaml" | "json")) {
        if let Some(name) = file_name(block) {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, block.text).unwrap();
        }
    }
    let has_files = blocks.iter().any(|block| file_name(block).is_some());
    let folder = if has_files { folder.to_path_buf() } else { root() };
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.language == "sh") {
        let mut output = String::new();
        for command in block.text.lines().map(str::trim) {
            if command.is_empty() || command.starts_with('#') {
                continue;
            }
            let command = command.split(" # ").next().unwrap().trim_end();
            if let Some(text) = run(command, &folder) {
                output.push_str(&text);
                ran += 1;
            }
        }
        let Some(shown) = blocks.get(index + 1) else { continue };
        if shown.language != "text" || !shown.before.is_empty() {
            continue;
        }
        if let Some(beginning) = shown.text.strip_suffix(CUT) {
            let lines = output.split_inclusive('\n').take(beginning.lines().count());
            output = lines.collect::<String>() + CUT;
        }
        let old = format!("```sh\n{}```\n\n```text\n{}```", block.text, shown.text);
        assert!(told.contains(&old), "a blank line between a command and its output:\n{old}");
        told = told.replace(&old, &format!("```sh\n{}```\n\n```text\n{output}```", block.text));
    }
    (told, ran)
}

#[test]
fn every_command_gives_the_output_shown() {
    let update = std::env::var_os("ZTN_UPDATE_DOCS").is_some();
    let mut ran = 0;
    for path in pages() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(path.file_stem().unwrap());
        fs::create_dir_all(&folder).unwrap();
        let page = fs::read_to_string(&path).unwrap();
        let (told, commands) = replayed(&page, &folder);
        ran += commands;
        if update {
            fs::write(&path, told).unwrap();
        } else if page != told {
            let (shown, now): (Vec<_>, Vec<_>) = page
                .lines()
                .zip(told.lines())
                .find(|(shown, now)| shown != now)
                .into_iter()
                .unzip();
            panic!("{}: shows {shown:?}, and is {now:?}: ZTN_UPDATE_DOCS=1", path.display());
        }
    }
    assert!(ran >= 10, "{ran} commands");
}

#[test]
fn the_first_command_stands_by_line_15_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().take(15).any(|line| line == "```sh"));
}

#[test]
fn every_yaml_block_is_yaml() {
    let mut seen = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for block in blocks(&page).iter().filter(|block| block.language == "yaml") {
            for text in block.text.split("\n---\n") {
                let read = Document::parse(text, Limits::default());
                assert!(read.is_ok(), "{}: {:?}\n{text}", path.display(), read.err());
            }
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen} blocks");
}

#[test]
fn every_link_leads_somewhere() {
    let mut paths = markdown(&root().join("docs"));
    paths.extend(
        ["README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY", "CHANGELOG"]
            .map(|name| root().join(name).with_extension("md")),
    );
    let mut seen = 0;
    for path in paths {
        let page = fs::read_to_string(&path).unwrap();
        for rest in page.split("](").skip(1) {
            let link = rest.split([')', '#']).next().unwrap();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            assert!(path.parent().unwrap().join(link).exists(), "{}: {link}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} links");
}

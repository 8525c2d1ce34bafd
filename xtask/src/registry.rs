//! The `mod` lines of `rules/` and the list of rules, from nothing but the folder listing.
//!
//! The files are read as text, so that a rule that does not compile still gets its line.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::output::{MARKER, Output};

/// The ten practices in order: the folders under `rules/` and `testdata/rules/`.
pub(crate) const PRACTICES: [&str; 10] = [
    "rbac",
    "authentication",
    "etcd",
    "nodes",
    "network",
    "processes",
    "audit",
    "versions",
    "mesh",
    "posture",
];

const RULES: &str = "ztn-core/src/rules";

/// Where a rule's file is, from the workspace's root.
pub(crate) fn rule_path(practice: &str, id: &str) -> PathBuf {
    Path::new(RULES).join(practice).join(format!("{}.rs", id.replace('-', "_")))
}

/// Every rule in the tree as (practice, id): by practice, then by id.
pub(crate) fn listing(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let mut rules = Vec::new();
    for practice in PRACTICES {
        for stem in stems(&root.join(RULES).join(practice))? {
            rules.push((practice, stem.replace('_', "-")));
        }
    }
    Ok(rules)
}

/// The generated module files.
pub(crate) fn outputs(root: &Path) -> Result<Vec<Output>> {
    let mut outputs = Vec::new();
    let rules = listing(root)?;
    let mut modules = String::new();
    let mut list = String::new();
    for practice in PRACTICES {
        let path = Path::new(RULES).join(practice).join("mod.rs");
        let stems: Vec<String> = rules
            .iter()
            .filter(|(of, _)| *of == practice)
            .map(|(_, id)| id.replace('-', "_"))
            .collect();
        if stems.is_empty() {
            if root.join(&path).exists() {
                outputs.push(Output { path, text: None });
            }
            continue;
        }
        modules.push_str(&format!("pub mod {practice};\n"));
        let mut lines = String::new();
        for stem in &stems {
            lines.push_str(&format!("pub mod {stem};\n"));
            list.push_str(&format!("&{practice}::{stem}::RULE,\n"));
        }
        let text = format!(
            "// {MARKER} from the files beside it.\n\n//! The rules of practice `{practice}`.\n\n{lines}"
        );
        outputs.push(Output::new(path, formatted(root, &text)?));
    }
    let text = format!(
        "// {MARKER} from the folders beside it.\n\n\
         //! Every rule there is, one file each.\n\n\
         // A rule documents itself in its own fields: the compiler sees to `why` and `remedy`.\n\
         #![allow(missing_docs)]\n\n\
         use crate::rule::Rule;\n\n{modules}\n\
         /// Every rule, by practice, then by id.\n\
         pub static RULES: &[&Rule] = &[\n{list}];\n"
    );
    outputs.push(Output::new(Path::new(RULES).join("mod.rs"), formatted(root, &text)?));
    Ok(outputs)
}

/// The file stems in a folder that declare a rule, sorted as the ids they stand for.
fn stems(folder: &Path) -> Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut stems = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let (Some(stem), Some("rs")) =
            (path.file_stem().and_then(|s| s.to_str()), path.extension().and_then(|e| e.to_str()))
        else {
            continue;
        };
        let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        if text.contains("pub static RULE") && stem != "mod" {
            stems.push(stem.to_owned());
        }
    }
    // Hyphens and underscores sort differently beside letters: the list is ordered by id.
    stems.sort_by_key(|stem| stem.replace('_', "-"));
    Ok(stems)
}

/// Through rustfmt, so that `cargo fmt --check` has nothing to say.
fn formatted(root: &Path, text: &str) -> Result<String> {
    let mut child = Command::new("rustfmt")
        // Text from a pipe has no folder above it in which rustfmt would find its settings.
        .arg("--config-path")
        .arg(root)
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run rustfmt: `rustup component add rustfmt`")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("rustfmt did not take the generated text:\n{text}");
    }
    Ok(String::from_utf8(output.stdout)?)
}

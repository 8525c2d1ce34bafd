//! What is generated from the `ztn` binary: JSON Schemas, the rules' pages and the crosswalk.

mod catalog;
mod crosswalk;
mod index;
mod markdown;
mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use self::catalog::Catalog;
use crate::output::{MARKER, Output};
use crate::process::text_of;

const RULES: &str = "docs/rules";

/// Every file that comes from the binary.
pub(crate) fn outputs(root: &Path, ztn: &Path) -> Result<Vec<Output>> {
    let mut outputs = Vec::new();
    for schema in [
        "report",
        "diff",
        "reach",
        "suggest-network",
        "suggest-rbac",
        "can",
        "who-can",
        "permissions",
        "paths",
        "pss",
        "audit-policy",
        "options",
        "rules",
    ] {
        let text = text_of(Command::new(ztn).args(["schema", schema]))?;
        let path = format!("schema/{schema}-v1.json");
        outputs.push(Output::new(path, markdown::with_end(text)));
    }
    let catalog = Catalog::of(ztn)?;
    let rules = Path::new(RULES);
    outputs.push(Output::new(rules.join("README.md"), index::all(&catalog)));
    for claim in &catalog.claims {
        let page = index::practice(claim, &catalog.rules);
        outputs.push(Output::new(rules.join(&claim.slug).join("README.md"), page));
    }
    for rule in &catalog.rules {
        let path = rules.join(&rule.slug).join(format!("{}.md", rule.id));
        outputs.push(Output::new(path, page::page(root, ztn, &catalog, rule)?));
    }
    outputs.push(Output::new("docs/crosswalk.md", crosswalk::page(&catalog.rules)));
    outputs.extend(left_over(root, &outputs)?);
    Ok(outputs)
}

/// Pages of rules that are gone.
fn left_over(root: &Path, outputs: &[Output]) -> Result<Vec<Output>> {
    let kept: BTreeSet<&Path> = outputs.iter().map(|output| output.path.as_path()).collect();
    let mut gone = Vec::new();
    let mut folders = vec![PathBuf::from(RULES)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).into_iter().flatten() {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if !kept.contains(path.as_path())
                && fs::read_to_string(entry.path())?.contains(MARKER)
            {
                gone.push(Output { path, text: None });
            }
        }
    }
    Ok(gone)
}

//! The page of one rule.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::catalog::{Catalog, Rule};
use super::crosswalk::{scheme_name, schemes};
use super::markdown::{codes, comment, fenced, sentence, with_end};

/// The day examples are judged by, where they do not say.
const AS_OF: &str = "2026-11-23";

pub(super) fn page(root: &Path, ztn: &Path, catalog: &Catalog, rule: &Rule) -> Result<String> {
    let Rule { id, slug, severity, summary, why, remedy, exceptions, .. } = rule;
    let mut text = comment();
    text.push_str(&format!("# `{id}`\n\n{}.\n\n", sentence(summary)));
    let meaning = catalog.severities.get(severity).context("a severity without words")?;
    text.push_str(&format!(
        "| | |\n|---|---|\n| severity | `{severity}`: {} |\n",
        first_lower(meaning)
    ));
    let parts = if rule.parts.is_empty() {
        "no part of a claim: it is advice".to_owned()
    } else {
        codes(&rule.parts)
    };
    text.push_str(&format!("| practice | [{slug}](README.md) |\n| breaks | {parts} |\n"));
    if !rule.needs.is_empty() {
        text.push_str(&format!(
            "| needs | {}; without it the rule is not evaluated |\n",
            codes(&rule.needs)
        ));
    }
    let fix = match rule.fixes.as_slice() {
        [] => "by hand".to_owned(),
        fixes => format!("`ztn fix`, {}", fixes.join(" or ")),
    };
    text.push_str(&format!("| fix | {fix} |\n| since | {} |\n", rule.since));
    if !rule.aliases.is_empty() {
        text.push_str(&format!("| formerly | {} |\n", codes(&rule.aliases)));
    }
    text.push_str(&format!("\n**Why.** {why}\n\n**What to do.** {remedy}\n"));
    if !exceptions.is_empty() {
        text.push_str(&format!("\n**When to leave it.** {exceptions}\n"));
    }
    let folder = root.join("testdata/rules").join(slug).join(id);
    text.push_str(&examples(ztn, id, &folder)?);
    text.push_str(&references(rule));
    Ok(text)
}

/// The fixtures are the examples, so that no example is ever wrong.
fn examples(ztn: &Path, id: &str, folder: &Path) -> Result<String> {
    let Some(fail) = first(folder, "fail") else {
        bail!("{} has no fixture `fail`", folder.display());
    };
    let mut text = format!("\n## Wrong\n\n{}", read(folder, &fail)?);
    let said = fenced("text", &finding(ztn, id, folder, &fail)?);
    text.push_str(&format!("\n`ztn check {fail}` says:\n\n{said}"));
    if let Some(pass) = first(folder, "pass") {
        text.push_str(&format!("\n## Right\n\n{}", read(folder, &pass)?));
    }
    Ok(text)
}

/// `fail.yaml`, or what stands for it.
fn first(folder: &Path, stem: &str) -> Option<String> {
    let names = ["yaml", "json"].map(|extension| format!("{stem}.{extension}"));
    names.into_iter().find(|name| folder.join(name).exists())
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let text = fs::read_to_string(folder.join(name))?;
    let language = if name.ends_with("json") { "json" } else { "yaml" };
    Ok(fenced(language, &with_end(text)))
}

/// What the command prints of this rule for this file.
fn finding(ztn: &Path, id: &str, folder: &Path, name: &str) -> Result<String> {
    let text = fs::read_to_string(folder.join(name))?;
    let options = text.lines().next().and_then(|line| line.strip_prefix("# options:"));
    let mut options: serde_json::Value = serde_json::from_str(options.unwrap_or("{}"))?;
    let map = options.as_object_mut().context("options are an object")?;
    map.entry("as_of").or_insert_with(|| AS_OF.into());
    let file = std::env::temp_dir().join(format!("ztn-{}-{id}.json", std::process::id()));
    fs::write(&file, options.to_string())?;
    let check = |args: &[&str]| -> Result<String> {
        let mut command = Command::new(ztn);
        command.current_dir(folder).env_remove("COLUMNS");
        command.args(["check", name, "--quiet", "--color=never", "--exit-zero", "--options"]);
        Ok(String::from_utf8(command.arg(&file).args(args).output()?.stdout)?)
    };
    let mut said = check(&["--select", id])?;
    if !said.contains(id) {
        // A rule about exceptions speaks only where all rules ran.
        let of_rule = format!("[{id}]");
        let lines = check(&["--format", "compact"])?;
        said = lines.split_inclusive('\n').filter(|line| line.contains(&of_rule)).collect();
    }
    fs::remove_file(&file)?;
    if said.is_empty() {
        bail!("{}/{name}: `ztn check` says nothing of `{id}`", folder.display());
    }
    Ok(with_end(said.trim_end().to_owned()))
}

fn references(rule: &Rule) -> String {
    let mut text = "\n## References\n\n".to_owned();
    if rule.refs.is_empty() {
        text.push_str("None: no catalogue in the [crosswalk](../../crosswalk.md) has it.\n");
    }
    for scheme in schemes() {
        let of_scheme = rule.refs.iter().filter(|of| of.scheme == scheme);
        let ids: Vec<&str> = of_scheme.map(|of| of.id.as_str()).collect();
        if !ids.is_empty() {
            text.push_str(&format!("- {}: {}\n", scheme_name(scheme), ids.join(", ")));
        }
    }
    text
}

fn first_lower(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

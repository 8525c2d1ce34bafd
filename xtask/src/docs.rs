//! What is generated from the `ztn` binary: JSON Schemas, the rules' pages and the crosswalk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::output::{MARKER, Output};
use crate::process::text_of;

/// A rule as `ztn rules --format json` prints it.
#[derive(Deserialize)]
struct Rule {
    id: String,
    practice: usize,
    slug: String,
    #[serde(default)]
    parts: Vec<String>,
    severity: String,
    summary: String,
    why: String,
    remedy: String,
    #[serde(default)]
    exceptions: String,
    since: String,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    fixes: Vec<String>,
    #[serde(default)]
    refs: Vec<Ref>,
    #[serde(default)]
    aliases: Vec<String>,
}

/// The part of a report that is the same in all of them.
#[derive(Deserialize)]
struct Report {
    verdicts: Vec<Claim>,
}

#[derive(Deserialize)]
struct Claim {
    practice: usize,
    slug: String,
    claim: String,
    parts: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    part: String,
    statement: String,
}

#[derive(Deserialize)]
struct Ref {
    scheme: String,
    id: String,
}

/// Whose names the crosswalk lists, in this order, with the words for a reader.
const SCHEMES: &[(&str, &str)] = &[
    ("cis", "CIS Kubernetes Benchmark v1.12"),
    ("nsa", "NSA/CISA Kubernetes Hardening Guide v1.2"),
    ("nist-800-207", "NIST SP 800-207, section 2.1"),
    ("mitre-attack", "MITRE ATT&CK"),
    ("pss", "Pod Security Standards"),
    ("kube-linter", "kube-linter"),
    ("kubescape", "kubescape"),
    ("trivy", "trivy"),
    ("checkov", "checkov"),
    ("kube-bench", "kube-bench"),
    ("polaris", "polaris"),
    ("kube-score", "kube-score"),
];

/// Every file that comes from the binary.
pub(crate) fn outputs(root: &Path, ztn: &Path) -> Result<Vec<Output>> {
    let ask = |args: &[&str]| text_of(Command::new(ztn).current_dir(root).args(args));
    let mut outputs = Vec::new();
    for schema in ["report", "options", "rules"] {
        let path = format!("schema/{schema}-v1.json");
        outputs.push(Output::new(path, with_end(ask(&["schema", schema])?)));
    }
    let rules: Vec<Rule> = serde_json::from_str(&ask(&["rules", "--format", "json"])?)
        .context("`ztn rules` printed another shape")?;
    // Every report holds the claims; one over nothing holds little else.
    let report = ask(&["check", "--format", "json", "--exit-zero", "-"])?;
    let report: Report = serde_json::from_str(&report).context("the report has another shape")?;
    for claim in &report.verdicts {
        outputs.push(Output::new(page_path(claim), page(root, claim, &rules)));
    }
    outputs.push(Output::new("docs/crosswalk.md", crosswalk(&rules)));
    Ok(outputs)
}

fn page_path(claim: &Claim) -> PathBuf {
    Path::new("docs/rules").join(format!("{:02}-{}.md", claim.practice, claim.slug))
}

fn with_end(mut text: String) -> String {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn comment() -> String {
    format!("<!-- {MARKER} from the rules and their fixtures: edit those. -->\n\n")
}

fn page(root: &Path, claim: &Claim, rules: &[Rule]) -> String {
    let mut text = comment();
    let Claim { practice, slug, claim, parts, .. } = claim;
    text.push_str(&format!("# {practice}. {slug}\n\n`pass` means: {claim}.\n\n"));
    text.push_str("| part | holds when | broken by |\n|---|---|---|\n");
    for Part { part, statement } in parts {
        // A rule of one practice may break parts of another: a privileged container does.
        let links: Vec<String> = rules
            .iter()
            .filter(|rule| rule.parts.contains(part))
            .map(|rule| link("", rule))
            .collect();
        let links =
            if links.is_empty() { "not evaluated yet".to_owned() } else { links.join(", ") };
        text.push_str(&format!("| `{part}` | {} | {links} |\n", cell(statement)));
    }
    let rules: Vec<&Rule> = rules.iter().filter(|rule| rule.practice == *practice).collect();
    if !rules.is_empty() {
        text.push_str("\n| rule | severity | says |\n|---|---|---|\n");
    }
    for rule in &rules {
        let Rule { id, severity, summary, .. } = rule;
        text.push_str(&format!("| [`{id}`](#{id}) | {severity} | {} |\n", cell(summary)));
    }
    for rule in rules {
        text.push('\n');
        text.push_str(&section(root, rule));
    }
    text
}

fn section(root: &Path, rule: &Rule) -> String {
    let Rule { id, severity, summary, why, remedy, exceptions, since, .. } = rule;
    let mut text = format!("## `{id}`\n\n{}.\n\n", sentence(summary));
    let parts = if rule.parts.is_empty() {
        "breaks no part of a claim".to_owned()
    } else {
        format!("breaks {}", codes(&rule.parts))
    };
    let needs = if rule.needs.is_empty() {
        String::new()
    } else {
        format!(" · needs {}", codes(&rule.needs))
    };
    let fixes = if rule.fixes.is_empty() { "none".to_owned() } else { rule.fixes.join(" or ") };
    text.push_str(&format!("{severity} · {parts}{needs} · fix: {fixes} · since {since}\n\n"));
    text.push_str(&format!("**Why.** {why}\n\n**What to do.** {remedy}\n"));
    if !exceptions.is_empty() {
        text.push_str(&format!("\n**When to leave it.** {exceptions}\n"));
    }
    if !rule.aliases.is_empty() {
        text.push_str(&format!("\nFormerly {}.\n", codes(&rule.aliases)));
    }
    if !rule.refs.is_empty() {
        let refs: Vec<String> =
            rule.refs.iter().map(|of| format!("{} {}", scheme_name(&of.scheme), of.id)).collect();
        text.push_str(&format!("\nAlso known as: {}.\n", refs.join(" · ")));
    }
    text.push_str(&examples(&root.join("testdata/rules").join(&rule.slug).join(id)));
    text
}

/// The fixtures are the examples, so that no example is ever wrong.
fn examples(folder: &Path) -> String {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok().map(with_end);
    let mut text = String::new();
    if let Some(fail) = read("fail.yaml") {
        text.push_str(&format!("\nWrong:\n\n{}", fenced("yaml", &fail)));
    }
    if let Some(snapshot) = read("fail.snap") {
        text.push_str(&format!("\n{}", fenced("text", without_header(&snapshot))));
    }
    if let Some(pass) = read("pass.yaml") {
        text.push_str(&format!("\nRight:\n\n{}", fenced("yaml", &pass)));
    }
    text
}

/// A fence longer than any inside, as Markdown wants it.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    format!("{fence}{language}\n{text}{fence}\n")
}

/// Snapshot files begin with a few lines about themselves, between two `---`.
fn without_header(snapshot: &str) -> &str {
    let header = snapshot.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    header.map_or(snapshot, |(_, body)| body)
}

fn crosswalk(rules: &[Rule]) -> String {
    let mut text = comment();
    text.push_str(
        "# Crosswalk\n\nWhat other catalogues call the same things, and the rule here.\n",
    );
    for &(scheme, name) in SCHEMES {
        let mut items: BTreeMap<Natural, Vec<String>> = BTreeMap::new();
        for rule in rules {
            for of in rule.refs.iter().filter(|of| of.scheme == scheme) {
                items.entry(Natural(of.id.clone())).or_default().push(link("rules/", rule));
            }
        }
        if items.is_empty() {
            continue;
        }
        text.push_str(&format!("\n## {name}\n\n| item | rules |\n|---|---|\n"));
        for (item, links) in items {
            text.push_str(&format!("| {} | {} |\n", cell(&item.0), links.join(", ")));
        }
    }
    text
}

/// A link to a rule's section, from a page that reaches the rules' folder by `folder`.
fn link(folder: &str, rule: &Rule) -> String {
    let Rule { id, practice, slug, .. } = rule;
    format!("[`{id}`]({folder}{practice:02}-{slug}.md#{id})")
}

fn scheme_name(scheme: &str) -> &str {
    SCHEMES.iter().find(|(slug, _)| *slug == scheme).map_or(scheme, |(_, name)| name)
}

fn codes(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Text that sorts as people count: 5.1.9 before 5.1.10.
#[derive(PartialEq, Eq)]
struct Natural(String);

impl Natural {
    /// Runs of digits as numbers, everything else letter by letter.
    fn key(&self) -> Vec<(u64, char)> {
        let mut key = Vec::new();
        let mut number: Option<u64> = None;
        for letter in self.0.chars() {
            if let Some(digit) = letter.to_digit(10) {
                number =
                    Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
                continue;
            }
            key.extend(number.take().map(|number| (number, '0')));
            key.push((0, letter));
        }
        key.extend(number.map(|number| (number, '0')));
        key
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_in_the_order_people_count() {
        let mut items =
            ["5.1.10", "5.1.9", "T1611", "1.2.2", "5.1"].map(|id| Natural(id.to_owned()));
        items.sort();
        assert_eq!(items.map(|item| item.0), ["T1611", "1.2.2", "5.1", "5.1.9", "5.1.10"]);
    }

    #[test]
    fn a_fence_outlasts_what_it_holds() {
        assert_eq!(fenced("text", "```\n"), "````text\n```\n````\n");
    }
}

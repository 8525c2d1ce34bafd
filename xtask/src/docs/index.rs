//! The page of each practice, and the page of all ten.

use super::catalog::{Catalog, Claim, Part, Rule};
use super::markdown::{cell, comment, link};

/// A practice: its claim, part by part, and its rules.
pub(super) fn practice(claim: &Claim, rules: &[Rule]) -> String {
    let mut text = comment();
    let Claim { practice, slug, claim, parts } = claim;
    text.push_str(&format!("# {practice}. {slug}\n\n`pass` means: {claim}.\n\n"));
    text.push_str("| part | holds when | broken by |\n|---|---|---|\n");
    for Part { part, statement } in parts {
        // A rule of one practice may break parts of another: a privileged container does.
        let breaks = rules.iter().filter(|rule| rule.parts.contains(part));
        let links: Vec<String> = breaks.map(|rule| link("../", rule)).collect();
        let links =
            if links.is_empty() { "not evaluated yet".to_owned() } else { links.join(", ") };
        text.push_str(&format!("| `{part}` | {} | {links} |\n", cell(statement)));
    }
    text.push_str("\n| rule | severity | says |\n|---|---|---|\n");
    for rule in rules.iter().filter(|rule| rule.slug == *slug) {
        let (link, says) = (link("../", rule), cell(&rule.summary));
        text.push_str(&format!("| {link} | {} | {says} |\n", rule.severity));
    }
    text
}

/// All ten practices.
pub(super) fn all(catalog: &Catalog) -> String {
    let mut text = comment();
    text.push_str("# Rules\n\n| practice | `pass` means | parts | rules |\n|---|---|---|---|\n");
    for Claim { practice, slug, claim, parts } in &catalog.claims {
        let rules = catalog.rules.iter().filter(|rule| rule.slug == *slug).count();
        let name = format!("[{practice}. {slug}]({slug}/README.md)");
        text.push_str(&format!("| {name} | {} | {} | {rules} |\n", cell(claim), parts.len()));
    }
    text.push_str("\nWhat a severity means:\n\n");
    for name in ["critical", "high", "medium", "low", "info"] {
        let meaning = catalog.severities.get(name).map_or("", String::as_str);
        text.push_str(&format!("- `{name}`: {meaning}\n"));
    }
    text.push_str(
        "\nWhat supplies the evidence that rules need:\n\n| evidence | supplied by |\n|---|---|\n",
    );
    for (evidence, settled_by) in &catalog.evidence {
        text.push_str(&format!("| `{evidence}` | {} |\n", cell(settled_by)));
    }
    text.push_str(
        "\n[verdicts](../semantics/verdicts.md) says what becomes of findings and missing evidence.\n",
    );
    text
}

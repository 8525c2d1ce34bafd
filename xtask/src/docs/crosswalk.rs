//! The rules by the names other catalogues have for them.

use std::collections::BTreeMap;

use super::catalog::Rule;
use super::markdown::{Natural, cell, comment, link};

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

/// Which of them are benchmarks and frameworks; the others are tools.
const FRAMEWORKS: usize = 5;

pub(super) fn page(rules: &[Rule]) -> String {
    let mut text = comment();
    text.push_str(
        "# Crosswalk\n\nWhat other catalogues call the same things, and the rule here. A line says that both \
         speak of the same\nbad state, not that they agree on every case.\n\n",
    );
    for (index, (_, name)) in SCHEMES.iter().enumerate() {
        let group = if index < FRAMEWORKS { "framework" } else { "tool" };
        text.push_str(&format!("- [{name}](#{}) ({group})\n", anchor(name)));
    }
    text.push_str("- [Rules of no other tool](#rules-of-no-other-tool)\n");
    for &(scheme, name) in SCHEMES {
        text.push_str(&format!("\n## {name}\n\n| item | rules |\n|---|---|\n"));
        for (item, links) in items(rules, scheme) {
            text.push_str(&format!("| {} | {} |\n", cell(&item.0), links.join(", ")));
        }
    }
    text.push_str(
        "\n## Rules of no other tool\n\nNone of the tools above has a check for these, as far as is known here.\n\n",
    );
    let tools: Vec<&str> = schemes().skip(FRAMEWORKS).collect();
    let has_peer = |rule: &Rule| rule.refs.iter().any(|of| tools.contains(&of.scheme.as_str()));
    for rule in rules.iter().filter(|rule| !has_peer(rule)) {
        let bare = if rule.refs.is_empty() { " (no framework names it, either)" } else { "" };
        text.push_str(&format!("- {}: {}{bare}\n", link("rules/", rule), rule.summary));
    }
    text
}

fn items(rules: &[Rule], scheme: &str) -> BTreeMap<Natural, Vec<String>> {
    let mut items: BTreeMap<Natural, Vec<String>> = BTreeMap::new();
    for rule in rules {
        for of in rule.refs.iter().filter(|of| of.scheme == scheme) {
            items.entry(Natural(of.id.clone())).or_default().push(link("rules/", rule));
        }
    }
    items
}

/// What GitHub makes of a heading to link to it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// The words for a catalogue.
pub(super) fn scheme_name(scheme: &str) -> &str {
    SCHEMES.iter().find(|(slug, _)| *slug == scheme).map_or(scheme, |(_, name)| name)
}

/// The catalogues in the order of the crosswalk.
pub(super) fn schemes() -> impl Iterator<Item = &'static str> {
    SCHEMES.iter().map(|(scheme, _)| *scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_linked_as_github_does() {
        assert_eq!(anchor("CIS Kubernetes Benchmark v1.12"), "cis-kubernetes-benchmark-v112");
        assert_eq!(anchor("NSA/CISA Guide, 2.1"), "nsacisa-guide-21");
    }
}

//! NetworkPolicies as YAML, each rule with a comment that says what declared it.

use std::fmt::Write as _;

use super::plan::{Draft, DraftRule, PodLabels, Whom};
use crate::engine::Because;
use crate::engine::network::{PortSet, Ports};
use crate::model::Place;
use crate::report::compact::line;
use crate::report::v1::Span;

/// The policies as a stream of documents.
pub(super) fn yaml(drafts: &[Draft], span: &dyn Fn(Place) -> Span) -> String {
    let mut text = String::new();
    for draft in drafts {
        if !text.is_empty() {
            text.push_str("---\n");
        }
        policy(&mut text, draft, span);
    }
    text
}

fn policy(text: &mut String, draft: &Draft, span: &dyn Fn(Place) -> Span) {
    let (name, namespace) = (scalar(&draft.name), scalar(&draft.namespace));
    text.push_str("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n");
    let _ = writeln!(text, "  name: {name}\n  namespace: {namespace}\nspec:");
    match draft.labels.is_empty() {
        true => text.push_str("  podSelector: {}\n"),
        false => {
            text.push_str("  podSelector:\n    matchLabels:\n");
            labels(text, &draft.labels, "      ");
        }
    }
    text.push_str("  policyTypes: [Ingress, Egress]\n");
    for (rules, key, peers) in
        [(&draft.ingress, "ingress", "from"), (&draft.egress, "egress", "to")]
    {
        if !rules.is_empty() {
            let _ = writeln!(text, "  {key}:");
        }
        rules.iter().for_each(|of| rule(text, of, peers, &draft.namespace, span));
    }
}

fn rule(
    text: &mut String,
    rule: &DraftRule,
    peers: &str,
    here: &str,
    span: &dyn Fn(Place) -> Span,
) {
    if rule.because.is_empty() {
        text.push_str("  # names are looked up at the cluster's DNS\n");
    }
    let mut said: Vec<String> = rule.because.iter().map(|because| comment(because, span)).collect();
    said.dedup();
    for comment in said {
        let _ = writeln!(text, "  # {}", line(&comment));
    }
    let mut dash = "  - ";
    match &rule.whom {
        Whom::Anybody => {}
        Whom::AnyPod => {
            let _ = writeln!(text, "{dash}{peers}:\n    - namespaceSelector: {{}}");
            dash = "    ";
        }
        Whom::Block(range) => {
            let _ = writeln!(
                text,
                "{dash}{peers}:\n    - ipBlock: {{cidr: {}}}",
                scalar(&range.to_string())
            );
            dash = "    ";
        }
        Whom::Pods { namespace, labels: of } => {
            let _ = writeln!(text, "{dash}{peers}:");
            let mut item = "    - ";
            if namespace != here {
                let name = scalar(namespace);
                let _ = writeln!(
                    text,
                    "{item}namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {name}}}}}"
                );
                item = "      ";
            }
            match of.is_empty() {
                true => {
                    let _ = writeln!(text, "{item}podSelector: {{}}");
                }
                false => {
                    let _ = writeln!(text, "{item}podSelector:\n        matchLabels:");
                    labels(text, of, "          ");
                }
            }
            dash = "    ";
        }
    }
    ports(text, &rule.ports, dash);
}

fn ports(text: &mut String, ports: &PortSet, dash: &str) {
    let _ = writeln!(text, "{dash}ports:");
    for Ports { protocol, from, to } in ports.ports().filter(|of| of.protocol.has_ports()) {
        let protocol_name = protocol.name();
        let _ = match (from, to) {
            _ if (Ports { protocol, from, to }).is_every() => {
                writeln!(text, "    - {{protocol: {protocol_name}}}")
            }
            (from, to) if from == to => {
                writeln!(text, "    - {{protocol: {protocol_name}, port: {from}}}")
            }
            (from, to) => {
                writeln!(text, "    - {{protocol: {protocol_name}, port: {from}, endPort: {to}}}")
            }
        };
    }
}

fn comment(because: &Because, span: &dyn Fn(Place) -> Span) -> String {
    let span = span(because.place);
    format!("{} ({}:{}:{})", because.text, span.path, span.start.line, span.start.col)
}

fn labels(text: &mut String, labels: &PodLabels, indent: &str) {
    for (key, value) in labels {
        let _ = writeln!(text, "{indent}{}: {}", scalar(key), scalar(value));
    }
}

/// A string as YAML reads it back: plain where it can be nothing else, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    match is_plain {
        true => text.to_owned(),
        // Whatever JSON writes between quotes, YAML reads.
        false => serde_json::to_string(text).unwrap_or_default(),
    }
}

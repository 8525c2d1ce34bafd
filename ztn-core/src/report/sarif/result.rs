//! A finding as a result.

use serde_json::{Value, json};

use super::{Log, RELATED, driver, object, put, put_list, region, sentence, taxonomy};
use crate::fix::Safety;
use crate::report::v1::{Finding, Fix, Label, Object, Suppressed};

impl Log<'_> {
    /// The result of a finding, in a state of a comparison if there is one.
    pub(super) fn result(&self, finding: &Finding, state: Option<&str>) -> Value {
        let mut result = object(json!({
            "ruleId": finding.rule,
            "level": driver::level(finding.severity),
            "rank": driver::rank(finding.severity),
            "message": {"text": message(finding)},
            "locations": [self.location(finding)],
            "partialFingerprints": {"ztnFinding/v1": finding.fingerprint},
            "properties": properties(finding),
        }));
        put(&mut result, "ruleIndex", driver::index(&finding.rule));
        put(&mut result, "baselineState", state);
        put_list(&mut result, "relatedLocations", self.related(&finding.labels));
        put_list(&mut result, "taxa", taxonomy::taxa(&finding.rule));
        let suppression = finding.suppressed.as_ref().map(|by| self.suppression(by));
        // An empty list says that suppressions were looked for.
        put(&mut result, "suppressions", Some(suppression.into_iter().collect::<Vec<_>>()));
        put_list(&mut result, "fixes", finding.fix.iter().map(|fix| self.fix(fix)).collect());
        result.into()
    }

    fn location(&self, finding: &Finding) -> Value {
        let mut location = object(json!({"physicalLocation": self.physical(&finding.span)}));
        let object = finding.object.as_ref().map(logical);
        put_list(&mut location, "logicalLocations", object.into_iter().collect());
        location.into()
    }

    /// The other places; the message links to them by their ids.
    fn related(&self, labels: &[Label]) -> Vec<Value> {
        let related = labels.iter().take(RELATED).zip(1u32..);
        related
            .map(|(label, id)| {
                json!({
                    "id": id,
                    "physicalLocation": self.physical(&label.span),
                    "message": {"text": sentence(&label.text)},
                })
            })
            .collect()
    }

    fn suppression(&self, by: &Suppressed) -> Value {
        let until = by.until.as_ref().map(|until| format!(" (until {until})")).unwrap_or_default();
        json!({
            "kind": "inSource",
            "status": "accepted",
            "justification": format!("{}{until}", by.reason),
            "location": {"physicalLocation": self.physical(&by.span)},
        })
    }

    fn fix(&self, fix: &Fix) -> Value {
        let mut changes: Vec<(&str, Vec<Value>)> = Vec::new();
        for edit in &fix.edits {
            let replacement = json!({
                "deletedRegion": region(&edit.span),
                "insertedContent": {"text": edit.text},
            });
            match changes.iter_mut().find(|(path, _)| *path == edit.span.path) {
                Some((_, list)) => list.push(replacement),
                None => changes.push((&edit.span.path, vec![replacement])),
            }
        }
        let changes = changes.into_iter().map(|(path, replacements)| {
            json!({"artifactLocation": self.artifact(path), "replacements": replacements})
        });
        let look = if fix.safety == Safety::Safe { "" } else { " Somebody has to look at it." };
        json!({
            "description": {"text": format!("{}{look}", sentence(&fix.title))},
            "artifactChanges": changes.collect::<Vec<_>>(),
        })
    }
}

/// What is wrong, what decided it, and links to the other places.
fn message(finding: &Finding) -> String {
    let mut message = sentence(&plain(&finding.message));
    if let Some(witness) = &finding.witness {
        message.push_str(" Because ");
        message.push_str(&plain(witness));
        message.push('.');
    }
    let links = finding.labels.iter().take(RELATED).zip(1u32..);
    let links: Vec<String> =
        links.map(|(label, id)| format!("[{}]({id})", escaped(&label.text))).collect();
    if !links.is_empty() {
        message.push_str(&format!(" See {}.", links.join(", ")));
    }
    message
}

/// Text that cannot be taken for a link.
fn plain(text: &str) -> String {
    if text.contains("](") { escaped(text) } else { text.to_owned() }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn logical(object: &Object) -> Value {
    let namespace = object.namespace.as_deref().unwrap_or_default();
    let parts = [object.api_version.as_str(), &object.kind, namespace, &object.name];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut location = super::object(json!({
        "fullyQualifiedName": parts.join("/"),
        "kind": "resource",
    }));
    put(&mut location, "name", (!object.name.is_empty()).then_some(&object.name));
    location.into()
}

/// What SARIF has no field for.
fn properties(finding: &Finding) -> Value {
    let mut properties = object(json!({
        "practice": finding.practice,
        "severity": finding.severity,
        "parts": finding.parts,
    }));
    put(&mut properties, "severityBecause", finding.severity_because.as_ref());
    put(&mut properties, "exposure", finding.exposure.as_ref());
    put(&mut properties, "pointer", finding.pointer.as_ref());
    properties.into()
}

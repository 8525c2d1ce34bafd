//! The outline of a file: its objects that have findings, and these below them.

use std::collections::HashMap;

use lsp_types::{DocumentSymbol, Range, SymbolKind};
use ztn_core::Report;
use ztn_core::report::v1::{Finding, Object};

use crate::position::Encoding;

/// The outline, in the order of the file.
pub(crate) fn of(report: &Report, path: &str, encoding: Encoding) -> Vec<DocumentSymbol> {
    let mut objects: Vec<(Option<&Object>, Vec<DocumentSymbol>)> = Vec::new();
    let mut numbers: HashMap<Option<[&str; 4]>, usize> = HashMap::new();
    for finding in report.findings.iter().filter(|finding| finding.span.path == path) {
        if !finding.is_open() {
            continue;
        }
        let object = finding.object.as_ref();
        let number = *numbers.entry(object.map(identity)).or_insert(objects.len());
        if number == objects.len() {
            objects.push((object, Vec::new()));
        }
        if let Some((_, list)) = objects.get_mut(number) {
            list.push(of_finding(finding, encoding));
        }
    }
    objects.into_iter().map(|(object, list)| of_object(object, list)).collect()
}

fn identity(object: &Object) -> [&str; 4] {
    let namespace = object.namespace.as_deref().unwrap_or_default();
    [&object.api_version, &object.kind, namespace, &object.name]
}

fn of_finding(finding: &Finding, encoding: Encoding) -> DocumentSymbol {
    let range = encoding.range(&finding.span);
    symbol(finding.message.clone(), Some(finding.rule.to_string()), SymbolKind::EVENT, range)
}

/// An object stretches as far as its findings do.
fn of_object(object: Option<&Object>, findings: Vec<DocumentSymbol>) -> DocumentSymbol {
    let start = findings.iter().map(|finding| finding.range.start).min().unwrap_or_default();
    let end = findings.iter().map(|finding| finding.range.end).max().unwrap_or_default();
    let (name, detail) = match object {
        Some(object) => {
            let name = match &object.namespace {
                Some(namespace) => format!("{namespace}/{}", object.name),
                None => object.name.clone(),
            };
            (format!("{} {name}", object.kind), Some(object.api_version.clone()))
        }
        None => ("File".to_owned(), None),
    };
    let mut symbol = symbol(name, detail, SymbolKind::OBJECT, Range { start, end });
    symbol.children = Some(findings);
    symbol
}

#[allow(deprecated, reason = "the protocol's type still has the field, and asks for it")]
fn symbol(name: String, detail: Option<String>, kind: SymbolKind, range: Range) -> DocumentSymbol {
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range: range,
        children: None,
    }
}

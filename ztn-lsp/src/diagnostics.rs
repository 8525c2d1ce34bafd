//! Findings and problems as editors show them.

use std::collections::BTreeMap;

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range,
};
use serde_json::json;
use ztn_core::report::v1::{Finding, Label, Problem};
use ztn_core::{Report, Severity};

use crate::files::Files;
use crate::position::Encoding;

/// Who says it.
const SOURCE: &str = "ztn";

/// Everything that is to be said, by the path of its file. What somebody accepted, or another finding already says, is
/// left out.
pub(crate) fn all(
    report: &Report,
    files: &Files,
    encoding: Encoding,
) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut by_path: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let speak = Speak { files, encoding };
    for problem in &report.problems {
        by_path.entry(problem.path.clone()).or_default().push(speak.of_problem(problem));
    }
    for finding in report.findings.iter().filter(|finding| finding.is_open()) {
        by_path.entry(finding.span.path.clone()).or_default().push(speak.of_finding(finding));
    }
    by_path
}

/// A finding as a diagnostic.
pub(crate) fn of_finding(finding: &Finding, files: &Files, encoding: Encoding) -> Diagnostic {
    Speak { files, encoding }.of_finding(finding)
}

struct Speak<'a> {
    files: &'a Files,
    encoding: Encoding,
}

impl Speak<'_> {
    fn of_finding(&self, finding: &Finding) -> Diagnostic {
        Diagnostic {
            range: self.encoding.range(&finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.to_string())),
            source: Some(SOURCE.to_owned()),
            message: finding.message.clone(),
            related_information: self.related(&finding.labels),
            data: Some(json!({"fingerprint": finding.fingerprint})),
            ..Diagnostic::default()
        }
    }

    fn of_problem(&self, problem: &Problem) -> Diagnostic {
        let lost = problem.kind.loses_input();
        Diagnostic {
            range: problem
                .span
                .as_ref()
                .map_or_else(Range::default, |span| self.encoding.range(span)),
            severity: Some(if lost {
                DiagnosticSeverity::ERROR
            } else {
                DiagnosticSeverity::WARNING
            }),
            code: Some(NumberOrString::String(problem.kind.slug().to_owned())),
            source: Some(SOURCE.to_owned()),
            message: format!("{}: {}", problem.message, problem.remedy),
            related_information: self.related(&problem.labels),
            ..Diagnostic::default()
        }
    }

    /// The other places involved.
    fn related(&self, labels: &[Label]) -> Option<Vec<DiagnosticRelatedInformation>> {
        let related = labels.iter().filter_map(|label| {
            let uri = self.files.uri(&label.span.path)?.clone();
            Some(DiagnosticRelatedInformation {
                location: Location { uri, range: self.encoding.range(&label.span) },
                message: label.text.clone(),
            })
        });
        let related: Vec<_> = related.collect();
        (!related.is_empty()).then_some(related)
    }
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Critical | Severity::High => DiagnosticSeverity::ERROR,
        Severity::Medium => DiagnosticSeverity::WARNING,
        Severity::Low => DiagnosticSeverity::INFORMATION,
        Severity::Info => DiagnosticSeverity::HINT,
    }
}

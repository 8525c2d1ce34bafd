//! From what was found to the report: ids become names, and spans become places in files.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::fingerprint::{Fingerprints, Paths};
use super::v1::{self, Report};
use super::{hints, missing};
use crate::data::releases;
use crate::facts::Facts;
use crate::finding::{Finding, Label, Place};
use crate::fix::Fix;
use crate::folders::{Folders, LeftOut};
use crate::model::{Cluster, FileId, Object, ObjectId};
use crate::part::Practice;
use crate::problem::{DocumentProblem, ProblemKind};
use crate::read::{DocumentSource, NotEvaluated, SourceFile};
use crate::rule::Rule;
use crate::span::{Position, Span, to_u32};
use crate::suppress::Exception;
use crate::verdict::{self, PartVerdict, State};

/// The report of an analysis.
pub(crate) fn report(
    facts: &Facts<'_>,
    files: &[SourceFile],
    folders: &Folders,
    findings: Vec<(Finding, Option<Box<Exception>>)>,
    parts: &[PartVerdict],
    rules: &[&'static Rule],
) -> Report {
    let builder = Builder { cluster: facts.cluster, files };
    let missing = missing::missing(facts, parts, rules);
    Report {
        schema: v1::SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        verdicts: Practice::ALL
            .iter()
            .map(|&practice| practice_report(facts, practice, parts))
            .collect(),
        findings: builder.findings(findings),
        problems: builder.problems(),
        inputs: files.iter().map(input_file).collect(),
        not_evaluated: not_evaluated(facts, rules),
        hints: hints::hints(facts.cluster, folders, &missing),
        missing,
    }
}

/// This program.
pub(super) fn tool() -> v1::Tool {
    v1::Tool {
        name: "ztn".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        data_as_of: releases::AS_OF.into(),
    }
}

fn practice_report(
    facts: &Facts<'_>,
    practice: Practice,
    parts: &[PartVerdict],
) -> v1::PracticeReport {
    v1::PracticeReport {
        practice: practice.number(),
        slug: practice.slug().into(),
        claim: practice.claim().into(),
        verdict: verdict::of_practice(practice, parts),
        parts: parts
            .iter()
            .filter(|part| part.part.practice() == practice)
            .map(|part| part_report(facts, part))
            .collect(),
    }
}

fn part_report(facts: &Facts<'_>, judged: &PartVerdict) -> v1::PartReport {
    let mut report = v1::PartReport {
        part: judged.part.slug().into(),
        statement: judged.part.statement().into(),
        verdict: judged.state.verdict(),
        why: None,
        settled_by: None,
        broken_by: Vec::new(),
        evidence: Vec::new(),
        excepted: (judged.excepted > 0).then_some(judged.excepted),
    };
    match &judged.state {
        State::Pass(evidence) => report.evidence.push(evidence.clone()),
        State::Fail(broken) => {
            let broken = broken
                .iter()
                .map(|&(rule, findings)| v1::BrokenBy { rule: rule.id.into(), findings });
            report.broken_by = broken.collect();
        }
        State::Unknown(unknown) => {
            report.why =
                Some(v1::Why { kind: unknown.why.slug().into(), text: unknown.why.text() });
            report.settled_by = missing::settled_by(facts, unknown).map(Into::into);
        }
        State::NotApplicable(why) => {
            report.why = Some(v1::Why { kind: "nothing-to-judge".into(), text: why.clone() });
        }
    }
    report
}

/// Rules whose evidence the input lacks. In a whole cluster, objects that are not there do not exist.
fn not_evaluated(facts: &Facts<'_>, rules: &[&'static Rule]) -> Vec<v1::NotEvaluated> {
    let lacks = |rule: &Rule| -> Vec<v1::Missing> {
        let missing = rule.needs.iter().filter(|evidence| {
            let does_not_exist = facts.whole_cluster() && !evidence.kinds().is_empty();
            !does_not_exist && !facts.has(**evidence)
        });
        missing
            .map(|evidence| v1::Missing {
                evidence: evidence.slug().into(),
                settled_by: evidence.settled_by().into(),
            })
            .collect()
    };
    let mut list: Vec<_> = rules
        .iter()
        .map(|rule| v1::NotEvaluated { rule: rule.id.into(), missing: lacks(rule) })
        .filter(|entry| !entry.missing.is_empty())
        .collect();
    list.sort_by(|a, b| a.rule.cmp(&b.rule));
    list
}

/// What makes places of a report from those of the engine.
pub(super) struct Builder<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) files: &'a [SourceFile],
}

/// The JSON pointers of objects, each found once: a list may hold ten thousand of them.
type Pointers = HashMap<ObjectId, String>;

impl Builder<'_> {
    fn findings(&self, findings: Vec<(Finding, Option<Box<Exception>>)>) -> Vec<v1::Finding> {
        let mut sorted: Vec<_> = findings
            .into_iter()
            .map(|(finding, exception)| {
                let file = self.cluster.file_of(finding.place.doc);
                let span = self.cluster.in_file(finding.place.doc, finding.place.span);
                ((file, span, Reverse(finding.severity()), finding.rule.id), finding, exception)
            })
            .collect();
        sorted.sort_by(|(a, first, _), (b, second, _)| {
            a.cmp(b).then_with(|| first.message.cmp(&second.message))
        });
        let mut fingerprints = Fingerprints::default();
        let mut pointers = Pointers::new();
        sorted
            .into_iter()
            .map(|(_, finding, exception)| {
                self.finding(finding, exception, &mut fingerprints, &mut pointers)
            })
            .collect()
    }

    fn finding(
        &self,
        finding: Finding,
        exception: Option<Box<Exception>>,
        fingerprints: &mut Fingerprints,
        pointers: &mut Pointers,
    ) -> v1::Finding {
        let object = finding.object.and_then(|id| self.cluster.object(id));
        let span = self.span(finding.place);
        let (pointer, keyed) = self.pointers(finding.place, object, pointers);
        let fingerprint = fingerprints.of(&finding, object, &span.path, &keyed);
        v1::Finding {
            rule: finding.rule.id.into(),
            practice: finding.rule.practice.number(),
            parts: if finding.breaks() {
                finding.rule.breaks.iter().map(|part| part.slug().into()).collect()
            } else {
                Vec::new()
            },
            severity: finding.severity(),
            severity_because: finding.raised.map(|(_, because)| because),
            exposure: finding.exposure,
            message: finding.message,
            object: object.map(object_report),
            pointer,
            labels: finding.labels.into_iter().map(|label| self.label(label)).collect(),
            witness: finding.witness,
            fix: finding.fix.and_then(|fix| self.fix(fix)),
            implied_by: finding.implied_by.map(Into::into),
            suppressed: exception.map(|exception| v1::Suppressed {
                span: self.span(exception.place),
                reason: exception.reason,
                until: exception.until.map(|until| until.to_string()),
            }),
            fingerprint,
            span,
        }
    }

    /// The JSON pointer of a place, and the same from its object, for the fingerprint.
    fn pointers(
        &self,
        place: Place,
        object: Option<Object<'_>>,
        pointers: &mut Pointers,
    ) -> (Option<String>, String) {
        let node = place.node.and_then(|id| Some(self.cluster.document(place.doc)?.node(id)));
        let Some(node) = node else {
            return (None, String::new());
        };
        let inside = object.and_then(|object| Some((object, Paths::of(node, object.node())?)));
        match inside {
            Some((object, Paths { mut pointer, keyed })) => {
                let base = pointers.entry(object.id()).or_insert_with(|| object.node().pointer());
                pointer.insert_str(0, base);
                (Some(pointer), keyed)
            }
            // Written elsewhere and brought in by an alias, or in no object.
            None => (Some(node.pointer()), node.pointer()),
        }
    }

    fn label(&self, label: Label) -> v1::Label {
        v1::Label { span: self.span(label.place), text: label.text }
    }

    /// A fix in its files; none where one of its edits cannot be made there.
    fn fix(&self, fix: Fix) -> Option<v1::Fix> {
        let edits = fix.edits.into_iter().map(|edit| {
            let (span, text) = self.cluster.edit_in_file(edit.doc, edit.span, edit.text)?;
            Some(v1::Edit { span: self.range(self.cluster.file_of(edit.doc), span), text })
        });
        let edits = edits.collect::<Option<Vec<_>>>()?;
        Some(v1::Fix { title: fix.title, safety: fix.safety, edits })
    }

    pub(super) fn span(&self, place: Place) -> v1::Span {
        self.range(self.cluster.file_of(place.doc), self.cluster.in_file(place.doc, place.span))
    }

    fn range(&self, file: FileId, span: Span) -> v1::Span {
        let path = self.cluster.path(file).to_owned();
        v1::Span {
            path,
            start: self.position(file, span.start),
            end: self.position(file, span.end),
        }
    }

    fn position(&self, file: FileId, offset: u32) -> v1::Position {
        let source = self.files.get(file.index());
        source
            .and_then(|source| Some(source.text.as_ref()?.position(&source.lines, offset)))
            .unwrap_or(Position::START)
            .into()
    }

    pub(super) fn problems(&self) -> Vec<v1::Problem> {
        let mut problems = Vec::new();
        for (file, id) in self.files.iter().zip(0..) {
            if let Some(NotEvaluated::Unreadable(problem)) = &file.why {
                problems.push(self.file_problem(file, problem));
            }
            for document in &file.documents {
                let fault = document.unit.document.as_ref().err();
                for problem in fault.into_iter().chain(&document.unit.problems) {
                    problems.push(
                        self.problem(FileId(id), problem, |span| span.shifted(document.span.start)),
                    );
                }
                for embedded in &document.unit.embedded {
                    for problem in &embedded.unit.problems {
                        let place =
                            |span| embedded.places.outside(span).shifted(document.span.start);
                        problems.push(self.problem(FileId(id), problem, place));
                    }
                }
            }
        }
        problems
            .extend(self.cluster.conflicts().map(|(first, second)| self.conflict(first, second)));
        let place =
            |problem: &v1::Problem| problem.span.as_ref().map(|span| (span.start, span.end));
        problems.sort_by(|a, b| {
            (&a.path, place(a), a.kind, &a.message).cmp(&(&b.path, place(b), b.kind, &b.message))
        });
        problems
    }

    fn file_problem(&self, file: &SourceFile, problem: &DocumentProblem) -> v1::Problem {
        v1::Problem {
            kind: problem.kind,
            message: problem.message.clone(),
            remedy: problem.kind.remedy().into(),
            path: file.path.to_string(),
            span: None,
            pointer: None,
            labels: Vec::new(),
        }
    }

    fn problem(
        &self,
        file: FileId,
        problem: &DocumentProblem,
        place: impl Fn(Span) -> Span,
    ) -> v1::Problem {
        v1::Problem {
            kind: problem.kind,
            message: problem.message.clone(),
            remedy: problem.kind.remedy().into(),
            path: self.cluster.path(file).to_owned(),
            span: Some(self.range(file, place(problem.span))),
            pointer: problem.pointer.clone(),
            labels: Vec::new(),
        }
    }

    fn conflict(&self, first: Object<'_>, second: Object<'_>) -> v1::Problem {
        let kind = ProblemKind::DuplicateObject;
        let place = Place::of(second, second.name_node());
        let earlier = Label {
            place: Place::of(first, first.name_node()),
            text: "given here before".to_owned(),
        };
        v1::Problem {
            kind,
            message: format!(
                "{} `{}` is given twice, with different content",
                second.type_meta().kind,
                second.name()
            ),
            remedy: kind.remedy().into(),
            path: self.cluster.path(self.cluster.file_of(second.doc())).to_owned(),
            span: Some(self.span(place)),
            pointer: Some(second.name_node().pointer()),
            labels: vec![self.label(earlier)],
        }
    }
}

pub(super) fn object_report(object: Object<'_>) -> v1::Object {
    let meta = object.type_meta();
    let name = object.name();
    v1::Object {
        api_version: meta.api_version.to_owned(),
        kind: if meta.kind.is_empty() { object.kind().name() } else { meta.kind }.to_owned(),
        namespace: object.written_namespace().map(str::to_owned),
        name: name.to_owned(),
    }
}

/// What became of a file: every document of it is either evaluated or listed with the reason.
fn input_file(file: &SourceFile) -> v1::InputFile {
    let path = file.path.to_string();
    match &file.why {
        Some(NotEvaluated::Skipped(why) | NotEvaluated::ForRenderer(LeftOut { why, .. })) => {
            return v1::InputFile {
                path,
                documents: 0,
                status: v1::Status::Skipped,
                why: Some(why.clone()),
                left_out: Vec::new(),
            };
        }
        Some(NotEvaluated::Unreadable(problem)) => {
            let why = Some(problem.message.clone());
            return v1::InputFile {
                path,
                documents: 0,
                status: v1::Status::Unreadable,
                why,
                left_out: Vec::new(),
            };
        }
        None => {}
    }
    let counted: Vec<&DocumentSource> =
        file.documents.iter().filter(|document| document.counts).collect();
    let left_out: Vec<v1::LeftOut> = counted
        .iter()
        .zip(0..)
        .filter_map(|(document, index)| {
            let (status, why) = left_out(document)?;
            let line = file.lines.line_of(document.span.start) + 1;
            Some(v1::LeftOut { document: index, line: to_u32(line), status, why })
        })
        .collect();
    let status = match left_out.first() {
        None => v1::Status::Evaluated,
        Some(_) if left_out.len() < counted.len() => v1::Status::Partial,
        Some(first) if left_out.iter().all(|one| one.status == first.status) => first.status,
        Some(_) => v1::Status::Unreadable,
    };
    v1::InputFile { path, documents: to_u32(counted.len()), status, why: None, left_out }
}

fn left_out(document: &DocumentSource) -> Option<(v1::Status, String)> {
    match &document.unit.document {
        // A template is somebody else's input, not a broken manifest.
        Err(problem) if problem.kind == ProblemKind::Template => {
            Some((v1::Status::Skipped, format!("{}: {}", problem.kind.slug(), problem.message)))
        }
        Err(problem) => {
            Some((v1::Status::Unreadable, format!("{}: {}", problem.kind.slug(), problem.message)))
        }
        Ok(_) => document.unit.skipped_because().map(|why| (v1::Status::Skipped, why.to_owned())),
    }
}

//! One document with what is in it, before anything else of the input is known.

use super::check::{Walk, WrongType};
use super::cluster::DocId;
use super::embedded;
use super::faults;
use super::kind::Kind;
use super::meta::TypeMeta;
use super::object::{Head, Object, ObjectId};
use super::parts;
use super::workload::workloads;
use crate::parse::{Document, FieldNotes, Limits, Node, NodeKind, Parser};
use crate::problem::{DocumentProblem, ProblemKind};
use crate::span::Span;

/// What one document turned out to be.
#[derive(Debug)]
pub struct Unit {
    /// The document; the fault, where it could not be read.
    pub document: Result<Document, DocumentProblem>,
    /// The objects in it: one, or the items of a `List`.
    pub heads: Vec<Head>,
    /// What is wrong in it that does not keep it from being read.
    pub problems: Vec<DocumentProblem>,
    /// Files inside its objects.
    pub embedded: Vec<embedded::Embedded>,
}

impl Unit {
    /// Parses one document and finds the objects in it.
    #[must_use]
    pub fn read(text: &str, limits: Limits) -> Self {
        Self::read_by(&mut Parser::new(), text, limits)
    }

    /// As [`Self::read`], with the memory of a parser that has read others before.
    #[must_use]
    pub fn read_by(parser: &mut Parser, text: &str, limits: Limits) -> Self {
        match parser.parse(text, limits) {
            Ok(document) => Self::of(document, limits),
            Err(error) => Self::broken(error.into()),
        }
    }

    /// A document that cannot be read.
    #[must_use]
    pub fn broken(problem: DocumentProblem) -> Self {
        Self {
            document: Err(problem),
            heads: Vec::new(),
            problems: Vec::new(),
            embedded: Vec::new(),
        }
    }

    fn of(mut document: Document, limits: Limits) -> Self {
        let mut heads = Vec::new();
        collect(document.root(), &mut heads);
        if heads.is_empty() {
            let root = document.root();
            heads.extend(parts::kind_by_keys(root).map(|kind| Head::of(root, kind)));
        }
        let heads = with_parts(&document, heads);
        let (problems, fields) = walk(&document, &heads);
        document.set_fields(fields);
        let mut unit = Self { document: Ok(document), heads, problems, embedded: Vec::new() };
        unit.problems.extend(unit.faults());
        let (embedded, problems): (Vec<_>, Vec<_>) =
            unit.objects().map(|object| embedded::find(object, limits)).unzip();
        let embedded = embedded.into_iter().flatten().collect();
        unit.embedded = embedded;
        unit.problems.extend(problems.into_iter().flatten());
        unit
    }

    /// The objects in it, as long as it is looked at alone.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        self.document.iter().flat_map(|document| objects(document, &self.heads))
    }

    fn faults(&self) -> Vec<DocumentProblem> {
        let faults = self.objects().flat_map(faults::of);
        faults
            .map(|fault| DocumentProblem {
                kind: ProblemKind::Refused,
                span: fault.node.span(),
                pointer: Some(fault.node.pointer()),
                message: fault.message,
            })
            .collect()
    }

    /// Could it be read, and every field of it, and the files inside it?
    #[must_use]
    pub fn is_read(&self) -> bool {
        let inside = self.embedded.iter().all(|embedded| embedded.unit.is_read());
        self.document.is_ok() && self.problems.is_empty() && inside
    }

    /// Why no rule looks at this document, if none does: it is no object, or of no known kind.
    #[must_use]
    pub fn skipped_because(&self) -> Option<&'static str> {
        match self.document {
            Err(_) => None,
            Ok(_) if self.heads.is_empty() => {
                Some("not a Kubernetes object: no `apiVersion` and `kind`")
            }
            Ok(_) if !self.objects().any(is_read) => {
                Some("of this kind, rules read no more than its API version")
            }
            Ok(_) => None,
        }
    }

    /// The whole text of the document, for what speaks of all of it.
    #[must_use]
    pub fn span(&self) -> Span {
        self.document.as_ref().map_or(Span::at(0), |document| document.root().span())
    }
}

fn objects<'a>(document: &'a Document, heads: &'a [Head]) -> impl Iterator<Item = Object<'a>> {
    let ids = (0..).map(ObjectId);
    heads.iter().zip(ids).map(|(head, id)| Object::new(id, DocId::ALONE, document, *head))
}

/// The values of wrong types in a document, and where its fields are.
fn walk(document: &Document, heads: &[Head]) -> (Vec<DocumentProblem>, FieldNotes) {
    let mut walk = Walk::through(document);
    // A part has been walked through as a part of its object.
    let wholes = objects(document, heads).filter(|object| !object.is_part());
    wholes.for_each(|object| walk.object(object));
    let (wrong, fields) = walk.finish();
    let problem = |wrong: WrongType<'_>| DocumentProblem {
        kind: ProblemKind::WrongType,
        span: wrong.node.span(),
        pointer: Some(wrong.node.pointer()),
        message: format!("{} where the API takes {}", wrong.found, wrong.wanted),
    };
    (wrong.into_iter().map(problem).collect(), fields)
}

/// Does the model read it: as an object of a known kind, or for the pods in it?
fn is_read(object: Object<'_>) -> bool {
    object.kind() != Kind::Other || workloads(object).next().is_some()
}

/// Each head, and after it those of the files that are parts of its object.
fn with_parts(document: &Document, heads: Vec<Head>) -> Vec<Head> {
    let parts = |head: Head| {
        let parts = parts::parts(document.node(head.node), head.kind);
        let parts = parts.into_iter().map(move |(node, kind)| head.part(node, kind));
        std::iter::once(head).chain(parts)
    };
    heads.into_iter().flat_map(parts).collect()
}

/// Finds the objects at `node`: itself, or the items of a `List`, which may hold lists again.
fn collect(node: Node<'_>, heads: &mut Vec<Head>) {
    let Some(meta) = TypeMeta::of(node) else {
        return;
    };
    let items = node.get("items").filter(|items| items.kind() == NodeKind::Sequence);
    match items {
        Some(items) if meta.kind.ends_with("List") => {
            for item in items.items() {
                let before = heads.len();
                collect(item, heads);
                if heads.len() == before
                    && item.kind() == NodeKind::Mapping
                    && let Some(kind) =
                        meta.kind.strip_suffix("List").filter(|kind| !kind.is_empty())
                {
                    // `kubectl get --raw` leaves `kind` out of the items of a `PodList`.
                    heads.push(Head::of(item, Kind::of(meta.group(), kind)));
                }
            }
        }
        _ => heads.push(Head::of(node, Kind::of(meta.group(), meta.kind))),
    }
}

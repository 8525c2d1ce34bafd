//! Files to documents: what is read, what is skipped and why. Nothing is dropped without a word.

use std::sync::Arc;

use crate::folders::{Folders, LeftOut};
use crate::input::{Content, File};
use crate::model::{Cluster, FileId, Source, Unit};
use crate::options::Limits;
use crate::parse::{Parser, split};
use crate::problem::{DocumentProblem, ProblemKind};
use crate::span::{LineIndex, Span, to_u32};
use crate::text::FileText;

/// A file as it was read.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) path: Box<str>,
    /// Its text; none where it could not be read.
    pub(crate) text: Option<FileText>,
    pub(crate) lines: LineIndex,
    /// Why the file as a whole was not evaluated.
    pub(crate) why: Option<NotEvaluated>,
    /// Its documents, in order.
    pub(crate) documents: Vec<DocumentSource>,
}

impl SourceFile {
    /// Could all of it be read, and every field of it?
    pub(crate) fn is_read(&self) -> bool {
        let as_a_whole = match &self.why {
            None | Some(NotEvaluated::Skipped(_)) => true,
            Some(NotEvaluated::ForRenderer(left_out)) => !left_out.holds_objects,
            Some(NotEvaluated::Unreadable(_)) => false,
        };
        as_a_whole && self.documents.iter().all(|document| document.unit.is_read())
    }
}

/// Why a file or a document was not evaluated.
#[derive(Clone, Debug)]
pub(crate) enum NotEvaluated {
    /// There is nothing in it to look at.
    Skipped(String),
    /// It is input of another program, which makes objects of it.
    ForRenderer(LeftOut),
    /// It could not be read.
    Unreadable(DocumentProblem),
}

/// A document in its file.
#[derive(Debug)]
pub(crate) struct DocumentSource {
    /// Its bytes in the file's text.
    pub(crate) span: Span,
    /// What it turned out to be.
    pub(crate) unit: Arc<Unit>,
    /// Is it a document of its own? Comments between two marks are read, but are none.
    pub(crate) counts: bool,
}

/// Reads every file. With the feature `parallel`, documents are parsed on several threads; the result is
/// the same.
pub(crate) fn read(files: &[&File], folders: &Folders, limits: Limits) -> Vec<SourceFile> {
    let opened = files.iter().map(|file| open(file, limits, folders)).collect();
    parse_all(opened, limits)
}

/// The cluster that the documents describe.
pub(crate) fn cluster(files: &[SourceFile]) -> Cluster {
    let paths = files.iter().map(|file| file.path.clone()).collect();
    let sources = files.iter().zip(0..).flat_map(|(file, id)| {
        file.documents.iter().map(move |document| Source {
            file: FileId(id),
            base: document.span.start,
            unit: Arc::clone(&document.unit),
        })
    });
    Cluster::new(paths, sources.collect())
}

/// A file, opened and cut, its documents not yet parsed.
struct Opened {
    file: SourceFile,
    chunks: Vec<(Span, bool)>,
}

fn open(file: &File, limits: Limits, folders: &Folders) -> Opened {
    let closed = |why| Opened {
        file: SourceFile {
            path: file.path.as_str().into(),
            text: None,
            lines: LineIndex::new(""),
            why: Some(why),
            documents: Vec::new(),
        },
        chunks: Vec::new(),
    };
    let unreadable = |kind, message: String| {
        closed(NotEvaluated::Unreadable(DocumentProblem {
            kind,
            span: Span::at(0),
            pointer: None,
            message,
        }))
    };
    let bytes = match &file.content {
        Content::Bytes(bytes) => bytes,
        Content::Unreadable(why) => return unreadable(ProblemKind::Unreadable, why.clone()),
    };
    if let Some(left_out) = folders.leave_out(&file.path) {
        return closed(NotEvaluated::ForRenderer(left_out));
    }
    if bytes.len() > limits.file_bytes as usize {
        let message = format!(
            "{} bytes, more than the {} of `limits.file_bytes`",
            bytes.len(),
            limits.file_bytes
        );
        return unreadable(ProblemKind::TooLarge, message);
    }
    let Ok(text) = FileText::decode(bytes) else {
        return unreadable(ProblemKind::Binary, "not text".to_owned());
    };
    let chunks = chunks(text.text());
    if chunks.len() > limits.documents as usize {
        let message = format!(
            "{} documents, more than the {} of `limits.documents`",
            chunks.len(),
            limits.documents
        );
        return unreadable(ProblemKind::TooManyDocuments, message);
    }
    let why = chunks
        .iter()
        .all(|(_, counts)| !counts)
        .then(|| NotEvaluated::Skipped("no document in it".to_owned()));
    let lines = LineIndex::new(text.text());
    let file = SourceFile {
        path: file.path.as_str().into(),
        text: Some(text),
        lines,
        why,
        documents: Vec::new(),
    };
    Opened { file, chunks }
}

/// The documents of a stream, and between them the comments that may hold exceptions.
fn chunks(text: &str) -> Vec<(Span, bool)> {
    let mut chunks = Vec::new();
    let mut end = 0;
    let between = |from: u32, to: u32, chunks: &mut Vec<(Span, bool)>| {
        let gap = Span::new(from, to);
        if !gap.is_empty() && gap.of(text).contains("ztn:") {
            // The marks themselves are no part of a document.
            let comments = gap.of(text).find('#').map_or(to, |at| from + to_u32(at));
            chunks.push((Span::new(comments, to), false));
        }
    };
    for chunk in split(text) {
        between(end, chunk.span.start, &mut chunks);
        chunks.push((chunk.span, true));
        end = chunk.span.end;
    }
    between(end, to_u32(text.len()), &mut chunks);
    chunks
}

fn parse_all(opened: Vec<Opened>, limits: Limits) -> Vec<SourceFile> {
    let jobs: Vec<(usize, &FileText, Span, bool)> = opened
        .iter()
        .enumerate()
        .filter_map(|(index, opened)| Some((index, opened.file.text.as_ref()?, &opened.chunks)))
        .flat_map(|(index, text, chunks)| {
            chunks.iter().map(move |&(span, counts)| (index, text, span, counts))
        })
        .collect();
    let parsed = map_ordered(&jobs, Parser::new, |parser, &(index, text, span, counts)| {
        let unit = Arc::new(read_document(parser, text, span, limits));
        (index, DocumentSource { span, unit, counts })
    });
    let mut files: Vec<SourceFile> = opened.into_iter().map(|opened| opened.file).collect();
    for (index, document) in parsed {
        if let Some(file) = files.get_mut(index) {
            file.documents.push(document);
        }
    }
    files
}

fn read_document(parser: &mut Parser, text: &FileText, span: Span, limits: Limits) -> Unit {
    match text.invalid_in(span) {
        None => Unit::read_by(parser, span.of(text.text()), limits.of_document()),
        Some(at) => Unit::broken(DocumentProblem {
            kind: ProblemKind::NotUtf8,
            span: Span::new(at - span.start, at - span.start + 1),
            pointer: None,
            message: "a byte that is not UTF-8".to_owned(),
        }),
    }
}

/// Maps in order, on several threads where the feature allows it; each thread has a state of its own.
/// Jobs are handed out in runs, since one document is too little work to hand out alone.
#[cfg(feature = "parallel")]
pub(crate) fn map_ordered<T: Sync, S, R: Send>(
    items: &[T],
    state: impl Fn() -> S + Sync + Send,
    f: impl Fn(&mut S, &T) -> R + Sync + Send,
) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().with_min_len(256).map_init(state, f).collect()
}

/// Maps in order, with a state that is handed on.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map_ordered<T, S, R>(
    items: &[T],
    state: impl Fn() -> S,
    f: impl Fn(&mut S, &T) -> R,
) -> Vec<R> {
    let mut state = state();
    items.iter().map(|item| f(&mut state, item)).collect()
}

//! The logs as text, with their lines.

use super::UnusedRecords;
use crate::engine::requests::Seen;
use crate::input::{Content, File};
use crate::report::v1;
use crate::span::{LineIndex, Position, Span};
use crate::text::FileText;

/// Every log; those that are no text have none.
pub(super) struct Logs {
    files: Vec<Log>,
}

struct Log {
    path: String,
    text: Result<FileText, String>,
    lines: LineIndex,
}

impl Logs {
    pub(super) fn read(files: &[&File]) -> Self {
        let read = |file: &&File| {
            let text = match &file.content {
                Content::Unreadable(why) => Err(why.clone()),
                Content::Bytes(bytes) => {
                    FileText::decode(bytes).map_err(|_| "the file is not text".to_owned())
                }
            };
            let lines = LineIndex::new(text.as_ref().map_or("", FileText::text));
            Log { path: file.path.clone(), text, lines }
        };
        Self { files: files.iter().map(read).collect() }
    }

    /// The texts, in order; what is no text is empty.
    pub(super) fn texts(&self) -> Vec<&str> {
        self.files.iter().map(|log| log.text.as_ref().map_or("", FileText::text)).collect()
    }

    /// Where a record is first.
    pub(super) fn span(&self, seen: &Seen) -> v1::Span {
        let start = Position::START.into();
        let nowhere = || v1::Span { path: String::new(), start, end: start };
        self.files.get(seen.log).map_or_else(nowhere, |log| log.span(seen.span))
    }

    /// Logs that are no text.
    pub(super) fn unreadable(&self) -> impl Iterator<Item = UnusedRecords> {
        self.files.iter().filter_map(|log| {
            let why = log.text.as_ref().err()?;
            let span = log.span(Span::at(0));
            Some(UnusedRecords { reason: "unreadable".into(), text: why.clone(), count: 1, span })
        })
    }
}

impl Log {
    fn span(&self, span: Span) -> v1::Span {
        let position = |offset| match &self.text {
            Ok(text) => text.position(&self.lines, offset).into(),
            Err(_) => Position::START.into(),
        };
        v1::Span { path: self.path.clone(), start: position(span.start), end: position(span.end) }
    }
}

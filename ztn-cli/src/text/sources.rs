//! The lines of the files that a report speaks of, with their secrets hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;
use ztn_core::options::Limits;
use ztn_core::report::redact::redact;
use ztn_core::report::v1::{Position, Span};
use ztn_core::span::LineIndex;
use ztn_core::{Input, Report};

/// The files that something in a report points into.
pub(super) struct Sources(BTreeMap<String, Source>);

/// The lines of a file.
pub(super) struct Source {
    text: String,
    lines: LineIndex,
}

impl Sources {
    /// The files that findings and problems point into.
    pub(super) fn of(report: &Report, input: &Input) -> Self {
        let findings = report.findings.iter().flat_map(|finding| {
            finding.labels.iter().map(|label| &label.span).chain([&finding.span])
        });
        let problems = report.problems.iter().flat_map(|problem| {
            problem.labels.iter().map(|label| &label.span).chain(&problem.span)
        });
        let wanted: BTreeSet<&str> =
            findings.chain(problems).map(|span| span.path.as_str()).collect();
        let files: Vec<(&str, &[u8])> =
            input.files().filter(|(path, _)| wanted.contains(path)).collect();
        let sources = files.par_iter().filter_map(|&(path, bytes)| {
            Some((path.to_owned(), Source::new(redact(bytes, Limits::default())?)))
        });
        Self(sources.collect())
    }

    pub(super) fn get(&self, path: &str) -> Option<&Source> {
        self.0.get(path)
    }
}

impl Source {
    fn new(text: String) -> Self {
        let lines = LineIndex::new(&text);
        // Renderers know one end of a line only; bytes stay where they are.
        let text = text.replace("\r\n", " \n").replace('\r', "\n");
        Self { text, lines }
    }

    /// Line `line`, from 1, without its end.
    fn line(&self, line: usize) -> Range<usize> {
        let span = self.lines.line_span(&self.text, line.saturating_sub(1));
        let text = span.of(&self.text).trim_end_matches('\n');
        span.start as usize..span.start as usize + text.len()
    }

    fn offset(&self, place: Position) -> usize {
        let line = self.line(place.line as usize);
        (line.start + place.col as usize - 1).min(line.end)
    }

    /// What to underline of a span: the first line of it.
    pub(super) fn underlined(&self, span: &Span) -> Range<usize> {
        let start = self.offset(span.start);
        let end = match span.end.line == span.start.line {
            true => self.offset(span.end),
            false => self.line(span.start.line as usize).end,
        };
        start..end.max(start)
    }

    /// All of a span.
    pub(super) fn range(&self, span: &Span) -> Range<usize> {
        let start = self.offset(span.start);
        start..self.offset(span.end).max(start)
    }

    /// The bytes of these lines, from 1.
    pub(super) fn lines(&self, first: u32, last: u32) -> Range<usize> {
        self.line(first as usize).start..self.line(last as usize).end
    }

    pub(super) fn text(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

//! Faults: what is wrong, where, in one clause.

use super::{Awaits, Open, Scanner, offset};
use crate::parse::tape::{SyntaxError, SyntaxErrorKind};
use crate::span::Span;

/// A fault on its way out; boxed, so that the way costs nothing while there is none.
pub(in crate::parse) type Fault = SyntaxError;

impl Fault {
    #[cold]
    pub(in crate::parse) fn new(span: Span, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            kind: SyntaxErrorKind::Syntax,
            span,
            message: message.into(),
        })
    }
}

impl Scanner<'_> {
    #[cold]
    pub(super) fn fault(&self, start: usize, end: usize, message: &str) -> Box<Fault> {
        // Never in the middle of a character, never past the end.
        let mut end = end.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Fault::new(Span::new(offset(start.min(end)), offset(end)), message)
    }

    /// A fault at the character that comes next.
    #[cold]
    pub(super) fn fault_here(&self, message: &str) -> Box<Fault> {
        self.fault(self.at, self.at + 1, message)
    }

    #[cold]
    pub(super) fn tab(&self) -> Box<Fault> {
        self.fault(self.at, self.at + 1, "a tab cannot indent")
    }

    /// What comes next is no key, no `-`, no end of what is open.
    #[cold]
    pub(super) fn out_of_place(&self) -> Box<Fault> {
        let message = match (self.top.open, self.top.awaits) {
            (Open::Root, _) => "nothing more is expected after the end of the document's root",
            (Open::BlockMapping, Awaits::Colon) => "expected the `:` of the key that `?` began",
            (Open::BlockMapping, _) if self.column() > self.top.indent => {
                "this is indented deeper than the keys of its mapping"
            }
            (Open::BlockMapping, _) => "expected a key and its `:`",
            (Open::BlockSequence | Open::Indentless, _) if self.column() > self.top.indent => {
                "this is indented deeper than the `-` of its sequence"
            }
            (Open::BlockSequence | Open::Indentless, _) => "expected a `-`",
            (Open::FlowSequence | Open::Pair, _) => "expected a `,` or a `]`",
            (Open::FlowMapping, _) => "expected a `,` or a `}`",
        };
        let line = self
            .text
            .get(self.at..self.end_of_line(self.at))
            .unwrap_or_default();
        self.fault(self.at, self.at + line.trim_end().len(), message)
    }

    /// The text ended inside brackets: the innermost is the one that is not closed.
    #[cold]
    pub(super) fn unclosed(&self) -> Box<Fault> {
        let mut frame = &self.top;
        if frame.open == Open::Pair {
            frame = self.out.frames.last().unwrap_or(frame);
        }
        let start = self
            .out
            .cells
            .get(frame.cell as usize)
            .map_or(0, |cell| cell.start as usize);
        let message = match frame.open {
            Open::FlowMapping => "this `{` is never closed",
            _ => "this `[` is never closed",
        };
        self.fault(start, start + 1, message)
    }
}

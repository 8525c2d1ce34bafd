//! Faults: what is wrong, where, in one clause.

use super::{Awaits, Open, Scanner, offset};
use crate::parse::tape::{SyntaxError, SyntaxErrorKind};
use crate::span::Span;

/// A fault on its way out; boxed, so that the way costs nothing while there is none.
pub(in crate::parse) type Fault = SyntaxError;

impl Fault {
    #[cold]
    pub(in crate::parse) fn new(span: Span, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind: SyntaxErrorKind::Syntax, span, message: message.into() })
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

    /// Goes back, for a fault at `start`.
    #[cold]
    pub(super) fn rewind(&mut self, start: usize) {
        let before = self.bytes.get(..start).unwrap_or_default();
        self.at = start;
        self.line = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
    }

    /// What comes next is no key, no `-`, no end of what is open.
    #[cold]
    pub(super) fn out_of_place(&self) -> Box<Fault> {
        let on_line = !self.out.cells.is_empty() && self.last_end as usize > self.line;
        let message = match (self.top.open, self.top.awaits) {
            (_, Awaits::Entry | Awaits::Next) if on_line && self.flow == 0 => {
                "the line must end after the value before this, unless a quote is missing"
            }
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
        let line = self.text.get(self.at..self.end_of_line(self.at)).unwrap_or_default();
        self.fault(self.at, self.at + line.trim_end().len(), message)
    }

    /// The innermost bracket is never closed.
    #[cold]
    pub(super) fn unclosed(&self) -> Box<Fault> {
        let start = self.opener();
        match self.byte(start) {
            b'{' => self.fault(start, start + 1, "this `{` is never closed"),
            _ => self.fault(start, start + 1, "this `[` is never closed"),
        }
    }

    /// Where the innermost bracket was opened.
    fn opener(&self) -> usize {
        let mut frame = &self.top;
        if frame.open == Open::Pair {
            frame = self.out.frames.last().unwrap_or(frame);
        }
        self.out.cells.get(frame.cell as usize).map_or(0, |cell| cell.start as usize)
    }

    /// A fault inside brackets. If the innermost has no counterpart at all, that is the fault: what
    /// follows was never meant to be inside.
    #[cold]
    pub(super) fn in_brackets(&self, fault: Box<Fault>) -> Box<Fault> {
        let start = self.opener();
        let same_line = self.end_of_line(start) >= fault.span.start as usize;
        // A `?` is refused inside brackets whether or not they are closed.
        let question_mark = self.byte(fault.span.start as usize) == b'?';
        if fault.kind != SyntaxErrorKind::Syntax || self.flow == 0 || same_line || question_mark {
            return fault;
        }
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return fault;
                    }
                }
                b'"' | b'\'' => {
                    let rest = self.rest(at + 1);
                    at += memchr::memchr(byte, rest).map_or(rest.len(), |len| len + 1);
                }
                _ => {}
            }
            at += 1;
        }
        self.unclosed()
    }
}

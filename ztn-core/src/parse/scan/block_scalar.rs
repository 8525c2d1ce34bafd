//! Block scalars: `|` and `>`.

use super::chars::{BLANK, break_len, break_text, class};
use super::{Scanner, Step, offset, swar};
use crate::parse::node::Style;
use crate::parse::tape::{Cell, Kind, OWNED};

/// What happens to the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

impl Scanner<'_> {
    /// Reads a block scalar. `at` ends at the first character of the line after it that is no
    /// space, as if the line's indentation had been read.
    pub(super) fn block_scalar(&mut self, literal: bool) -> Step<Cell> {
        let start = self.at;
        self.at += 1;
        let (chomp, explicit) = self.header(start)?;
        let mut end = self.at;
        self.rest_of_header(start)?;
        let mut indent = explicit.map_or(0, |explicit| self.top.indent.max(0) + explicit);

        let mut breaks = std::mem::take(&mut self.out.breaks);
        breaks.clear();
        self.blank_lines(&mut indent, &mut breaks)?;
        // The break after the last line, not yet content.
        let mut pending = "";
        let mut after_blank = false;
        while self.column() == indent && self.at < self.bytes.len() {
            let line_end = self.end_of_line(self.at);
            let blank = class(self.byte(self.at)) & BLANK != 0;
            let line = self.slice(self.at, line_end);
            let out = &mut self.out.strings.text;
            if !literal && !after_blank && !blank && pending == "\n" {
                if breaks.is_empty() {
                    out.push(' ');
                }
            } else {
                out.push_str(pending);
            }
            out.push_str(&breaks);
            out.push_str(line);
            breaks.clear();
            after_blank = blank;
            end = line_end;
            let rest = self.rest(line_end);
            let len = break_len(rest);
            pending = if len > 0 { break_text(rest) } else { "" };
            self.at = line_end + len;
            if len > 0 {
                self.line = self.at;
            }
            self.blank_lines(&mut indent, &mut breaks)?;
        }
        let out = &mut self.out.strings.text;
        if chomp != Chomp::Strip {
            out.push_str(pending);
        }
        if chomp == Chomp::Keep {
            out.push_str(&breaks);
        }
        self.out.breaks = breaks;
        Ok(Cell {
            kind: Kind::Scalar,
            style: if literal { Style::Literal } else { Style::Folded },
            flags: OWNED,
            start: offset(start),
            end: offset(end),
            link: self.out.strings.seal(),
        })
    }

    /// `+` or `-` and a digit, in either order.
    fn header(&mut self, start: usize) -> Step<(Chomp, Option<i32>)> {
        let mut chomp = None;
        let mut indent = None;
        for _ in 0..2 {
            match self.byte(self.at) {
                b'+' if chomp.is_none() => chomp = Some(Chomp::Keep),
                b'-' if chomp.is_none() => chomp = Some(Chomp::Strip),
                b'0' if indent.is_none() => {
                    let message = "the indentation of a block scalar is 1 to 9";
                    return Err(self.fault(start, self.at + 1, message));
                }
                digit @ b'1'..=b'9' if indent.is_none() => indent = Some(i32::from(digit - b'0')),
                _ => break,
            }
            self.at += 1;
        }
        Ok((chomp.unwrap_or(Chomp::Clip), indent))
    }

    /// Blanks, a comment, the line break.
    fn rest_of_header(&mut self, start: usize) -> Step {
        while class(self.byte(self.at)) & BLANK != 0 {
            self.at += 1;
        }
        if self.byte(self.at) == b'#' {
            self.comment();
        }
        if !self.line_end(self.at) {
            let end = self.end_of_line(self.at);
            let sign = self.slice(start, start + 1);
            let message = format!("nothing but a comment can follow `{sign}` on its line");
            return Err(self.fault(self.at, end, &message));
        }
        let len = break_len(self.rest(self.at));
        self.at += len;
        if len > 0 {
            self.line = self.at;
        }
        Ok(())
    }

    /// Goes over indentation and lines without content. The first line that has some decides the
    /// indentation, if the header did not: libyaml takes the deepest of the lines before it too.
    fn blank_lines(&mut self, indent: &mut i32, breaks: &mut String) -> Step {
        let mut deepest = 0;
        loop {
            self.at = match *indent {
                0 => swar::end_of_spaces(self.bytes, self.at),
                indent => {
                    let content = self.line + usize::try_from(indent).unwrap_or_default();
                    swar::end_of_spaces(self.bytes, self.at).min(content.max(self.at))
                }
            };
            deepest = deepest.max(self.column());
            if (*indent == 0 || self.column() < *indent) && self.byte(self.at) == b'\t' {
                return Err(self.tab());
            }
            let rest = self.rest(self.at);
            let len = break_len(rest);
            if len == 0 {
                break;
            }
            breaks.push_str(break_text(rest));
            self.at += len;
            self.line = self.at;
        }
        if *indent == 0 {
            *indent = deepest.max(self.top.indent + 1).max(1);
        }
        Ok(())
    }
}

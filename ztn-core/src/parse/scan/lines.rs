//! The lines that nearly all manifests are made of, `key: value` and `key:`, without detours.
//!
//! Everything here is also read by `block` and `plain`, in more steps and with the same result:
//! what is not plainly such a line is left to them, untouched.

use super::chars::{BLANK, BREAK, FLOW, WIDE, class};
use super::{Awaits, Open, Scanner, Step, Style, offset, swar};
use crate::parse::scalar;
use crate::parse::tape::{Cell, IS_KEY, Kind};

impl Scanner<'_> {
    /// Reads such lines from the next byte on, as many as there are. It is the first of its line or
    /// follows a `- `, and what is deeper is closed. There are no line breaks but `\n` and `\r`.
    #[inline]
    pub(super) fn lines(&mut self) -> Step {
        loop {
            let start = self.at;
            let first = self.byte(start);
            if class(first) != 0 || first == b'-' {
                return Ok(());
            }
            let key_end = swar::end_of_word(self.bytes, start + 1, false);
            if key_end - start > 1024 || self.byte(key_end) != b':' {
                return Ok(());
            }
            let mut next = self.byte(key_end + 1);
            if next != b' ' && next != b'\n' {
                return Ok(());
            }
            let column = self.column();
            match (self.top.open, self.top.awaits) {
                (Open::BlockMapping, Awaits::Entry) if column == self.top.indent => {}
                (_, Awaits::Node) if column > self.top.indent => {
                    self.open(Open::BlockMapping, Awaits::Entry, start, column)?;
                }
                _ => return Ok(()),
            }
            self.out.cells.push(plain(start, key_end, IS_KEY));
            self.last_end = offset(key_end);
            if scalar::may_be_odd(first, self.slice(start, key_end)) {
                self.check_key(offset(self.out.cells.len() - 1))?;
            }
            self.top.awaits = Awaits::Node;
            self.top.mark = offset(key_end + 1);
            self.key_may_start = false;
            self.at = key_end + 1;
            if next == b' ' {
                self.at += 1;
                next = self.byte(self.at);
            }
            if next != b'\n' {
                if !self.plain_line(next) {
                    return Ok(());
                }
            } else {
                let line = self.at + 1;
                self.at = swar::end_of_spaces(self.bytes, line);
                self.line = line;
                self.key_may_start = true;
                if self.column() <= self.top.indent {
                    return Ok(());
                }
            }
        }
    }

    /// Reads a plain value that ends with its line, if this is one. Is the next line a candidate?
    #[inline(always)]
    fn plain_line(&mut self, first: u8) -> bool {
        if class(first) & !FLOW != 0 || first == b'-' || first == b'?' {
            // `[`, `{` and `,` are indicators, and so are quotes: they are not plain.
            return false;
        }
        let start = self.at;
        let mut end = start;
        loop {
            end = swar::end_of_word(self.bytes, end + 1, false);
            match self.byte(end) {
                b'\n' => break,
                b':' if !matches!(self.byte(end + 1), b' ' | b'\n' | b'\t' | b'\r') => {}
                b' ' if !matches!(
                    self.byte(end + 1),
                    b' ' | b'#' | b':' | b'\n' | b'\t' | b'\r'
                ) => {}
                _ => return false,
            }
        }
        let line = end + 1;
        let at = swar::end_of_spaces(self.bytes, line);
        let column = (at - line) as i32;
        let next = self.byte(at);
        if column > self.top.indent || class(next) & (BLANK | BREAK | WIDE) != 0 {
            return false;
        }
        self.out.cells.push(plain(start, end, 0));
        self.last_end = offset(end);
        self.top.awaits = Awaits::Entry;
        self.at = at;
        self.line = line;
        self.key_may_start = true;
        column == self.top.indent
    }
}

#[inline(always)]
fn plain(start: usize, end: usize, flags: u16) -> Cell {
    Cell {
        kind: Kind::Scalar,
        style: Style::Plain,
        flags,
        start: offset(start),
        end: offset(end),
        link: 0,
    }
}

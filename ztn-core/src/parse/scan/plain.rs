//! Plain scalars: text without quotes.

use super::chars::{BLANK, BREAK, COLON, END, FLOW, WIDE, break_len, break_text, class};
use super::{Scanner, Step, offset, swar};
use crate::parse::node::Style;
use crate::parse::tape::{Cell, Kind, OWNED};

impl Scanner<'_> {
    /// A scalar that may be a key, or an alias.
    #[inline]
    pub(super) fn atom(&mut self, byte: u8) -> Step<Cell> {
        match byte {
            b'"' => self.double_quoted(),
            b'\'' => self.single_quoted(),
            b'*' => self.alias(),
            _ => self.plain(),
        }
    }

    #[inline]
    fn plain(&mut self) -> Step<Cell> {
        let start = self.at;
        let end = self.plain_run();
        let byte = self.byte(self.at);
        let mut cell = Cell {
            kind: Kind::Scalar,
            style: Style::Plain,
            flags: 0,
            start: offset(start),
            end: offset(end),
            link: 0,
        };
        if byte == b'\n' && self.flow == 0 {
            // Nearly always the next line is not a continuation.
            let line = self.at + 1;
            let mut at = line;
            let mut byte = self.byte(at);
            while byte == b' ' {
                at += 1;
                byte = self.byte(at);
            }
            if (at - line) as i32 <= self.top.indent && class(byte) & (BLANK | BREAK | WIDE) == 0 {
                self.at = at;
                self.line = line;
                self.key_may_start = true;
                return Ok(cell);
            }
        }
        if class(byte) & (BREAK | WIDE) != 0 {
            self.plain_lines(&mut cell)?;
        }
        Ok(cell)
    }

    /// Reads to the end of the scalar or of its line. Gives the end of its last character that is
    /// no blank; `at` is past the blanks.
    #[inline]
    fn plain_run(&mut self) -> usize {
        let stop = match self.flow {
            0 => BLANK | BREAK | END | COLON | WIDE,
            _ => BLANK | BREAK | END | COLON | WIDE | FLOW,
        };
        let mut at = self.at;
        let mut end;
        loop {
            if self.flow == 0 {
                at = swar::end_of_word(self.bytes, at, self.wide_breaks);
            } else {
                while class(self.byte(at)) & stop == 0 {
                    at += 1;
                }
            }
            let mut byte = self.byte(at);
            end = at;
            if class(byte) & BLANK != 0 {
                while class(byte) & BLANK != 0 {
                    at += 1;
                    byte = self.byte(at);
                }
                let ends = match byte {
                    b'#' => true,
                    b':' => self.blank_or_end(at + 1),
                    _ => class(byte) & (stop & !(COLON | WIDE)) != 0 || self.line_end(at),
                };
                if ends {
                    break;
                }
                at += 1;
                continue;
            }
            let goes_on = match byte {
                b':' => !self.blank_or_end(at + 1),
                0x80.. => break_len(self.rest(at)) == 0,
                _ => false,
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        self.at = at;
        end
    }

    /// The scalar may go on: a line break folds to a blank, more of them lose one.
    fn plain_lines(&mut self, cell: &mut Cell) -> Step {
        let mut owned = false;
        loop {
            let mut first = "";
            let mut at_break = false;
            self.out.breaks.clear();
            loop {
                let byte = self.byte(self.at);
                let len = break_len(self.rest(self.at));
                if len > 0 {
                    let text = break_text(self.rest(self.at));
                    if at_break {
                        self.out.breaks.push_str(text);
                    } else {
                        first = text;
                        at_break = true;
                    }
                    self.at += len;
                    self.line = self.at;
                } else if class(byte) & BLANK != 0 {
                    if byte == b'\t' && at_break && self.column() <= self.top.indent {
                        return Err(self.tab());
                    }
                    self.at = swar::end_of_spaces(self.bytes, self.at + 1);
                } else {
                    break;
                }
            }
            if !at_break {
                break;
            }
            if !self.plain_goes_on() {
                self.key_may_start = true;
                break;
            }
            if !owned {
                owned = true;
                let text = self.slice(cell.start as usize, cell.end as usize);
                self.out.strings.text.push_str(text);
            }
            let breaks = std::mem::take(&mut self.out.breaks);
            self.fold(first, &breaks);
            self.out.breaks = breaks;
            let start = self.at;
            let end = self.plain_run();
            let text = self.slice(start, end);
            self.out.strings.text.push_str(text);
            cell.end = offset(end);
        }
        if owned {
            cell.flags |= OWNED;
            cell.link = self.out.strings.seal();
        }
        Ok(())
    }

    /// Line folding: one `\n` becomes a blank, of more the first is lost. U+2028 and U+2029 stay.
    pub(super) fn fold(&mut self, first: &str, others: &str) {
        let out = &mut self.out.strings.text;
        match (first, others) {
            ("\n", "") => out.push(' '),
            ("\n", _) => out.push_str(others),
            _ => {
                out.push_str(first);
                out.push_str(others);
            }
        }
    }

    /// At the first character of a further line: is it still the scalar?
    fn plain_goes_on(&self) -> bool {
        if self.flow == 0 && self.column() <= self.top.indent {
            return false;
        }
        let byte = self.byte(self.at);
        let ends = match byte {
            b'#' | 0 => true,
            b':' => self.blank_or_end(self.at + 1),
            _ if self.flow > 0 => class(byte) & FLOW != 0,
            _ => false,
        };
        !(ends || self.at == self.line && self.document_mark(self.at))
    }
}

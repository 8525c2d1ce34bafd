//! Quoted scalars.

use super::chars::{BLANK, BREAK, END, WIDE, break_len, break_text, class};
use super::{Scanner, Step, offset, swar};
use crate::parse::node::Style;
use crate::parse::tape::{Cell, Kind, OWNED};

impl Scanner<'_> {
    pub(super) fn single_quoted(&mut self) -> Step<Cell> {
        self.quoted(b'\'', Style::SingleQuoted)
    }

    pub(super) fn double_quoted(&mut self) -> Step<Cell> {
        self.quoted(b'"', Style::DoubleQuoted)
    }

    #[inline]
    fn quoted(&mut self, quote: u8, style: Style) -> Step<Cell> {
        let start = self.at;
        let mut at = start + 1;
        loop {
            at = swar::end_of_quoted(self.bytes, at, quote, self.wide_breaks);
            let byte = self.byte(at);
            if byte == quote && (quote == b'"' || self.byte(at + 1) != b'\'') {
                self.at = at + 1;
                return Ok(scalar(style, 0, start, at + 1, 0));
            }
            let plain = match byte {
                b'\\' => quote == b'\'',
                b'\t' => true,
                0x80.. => break_len(self.rest(at)) == 0,
                _ => false,
            };
            if !plain {
                break;
            }
            at += 1;
        }
        self.unquote(start, at, quote)?;
        let number = self.out.strings.seal();
        Ok(scalar(style, OWNED, start, self.at, number))
    }

    /// The content is not the text: there are escapes or line breaks, the first at `at`.
    #[cold]
    fn unquote(&mut self, start: usize, at: usize, quote: u8) -> Step {
        // Blanks before a line break are not content.
        let first = self.slice(start + 1, at);
        let first = if class(self.byte(at)) & (BREAK | WIDE) == 0 {
            first
        } else {
            first.trim_end_matches([' ', '\t'])
        };
        self.out.strings.text.push_str(first);
        self.at = at;
        loop {
            let byte = self.byte(self.at);
            let mut escaped_break = false;
            match byte {
                0 => return Err(self.unclosed_quote(start, quote)),
                b'\'' if quote == b'\'' => {
                    if self.byte(self.at + 1) != b'\'' {
                        break;
                    }
                    self.out.strings.text.push('\'');
                    self.at += 2;
                }
                b'"' if quote == b'"' => break,
                b'\\' if quote == b'"' => {
                    let len = break_len(self.rest(self.at + 1));
                    if len > 0 {
                        self.at += 1;
                        escaped_break = true;
                    } else {
                        self.escape()?;
                    }
                }
                _ => {}
            }
            self.content(quote);
            if break_len(self.rest(self.at)) > 0 {
                self.fold_lines(escaped_break);
                if self.at == self.line && self.document_mark(self.at) {
                    return Err(self.unclosed_quote(start, quote));
                }
            }
        }
        self.at += 1;
        Ok(())
    }

    #[cold]
    fn unclosed_quote(&self, start: usize, quote: u8) -> Box<super::Fault> {
        match quote {
            b'"' => self.fault(start, start + 1, "this `\"` is never closed"),
            _ => self.fault(start, start + 1, "this `'` is never closed"),
        }
    }

    /// Copies what stands for itself, up to a quote, a backslash or the end of the line.
    fn content(&mut self, quote: u8) {
        let start = self.at;
        let mut at = start;
        loop {
            at = swar::end_of_quoted(self.bytes, at, quote, self.wide_breaks);
            let byte = self.byte(at);
            let stops = match byte {
                b'\'' => quote == b'\'',
                b'"' | b'\\' => quote == b'"',
                _ => class(byte) & (BREAK | END) != 0 || break_len(self.rest(at)) > 0,
            };
            if stops {
                break;
            }
            at += 1;
        }
        let mut text = self.slice(start, at);
        if break_len(self.rest(at)) > 0 {
            text = text.trim_end_matches([' ', '\t']);
        }
        self.out.strings.text.push_str(text);
        self.at = at;
    }

    /// One or more line breaks and the blanks around them. One that is escaped is nothing.
    fn fold_lines(&mut self, escaped: bool) {
        let mut first = "";
        let mut seen = false;
        let mut breaks = std::mem::take(&mut self.out.breaks);
        breaks.clear();
        loop {
            let rest = self.rest(self.at);
            let len = break_len(rest);
            if len > 0 {
                if seen {
                    breaks.push_str(break_text(rest));
                } else {
                    seen = true;
                    first = break_text(rest);
                }
                self.at += len;
                self.line = self.at;
            } else if class(self.byte(self.at)) & BLANK != 0 {
                self.at += 1;
            } else {
                break;
            }
        }
        if escaped {
            self.out.strings.text.push_str(&breaks);
        } else {
            self.fold(first, &breaks);
        }
        self.out.breaks = breaks;
    }

    /// A `\` and what follows it, but not a line break.
    fn escape(&mut self) -> Step {
        let start = self.at;
        let (c, digits) = match self.byte(start + 1) {
            b'0' => ('\0', 0),
            b'a' => ('\x07', 0),
            b'b' => ('\x08', 0),
            b't' | b'\t' => ('\t', 0),
            b'n' => ('\n', 0),
            b'v' => ('\x0b', 0),
            b'f' => ('\x0c', 0),
            b'r' => ('\r', 0),
            b'e' => ('\x1b', 0),
            b' ' => (' ', 0),
            b'"' => ('"', 0),
            b'\'' => ('\'', 0),
            b'\\' => ('\\', 0),
            b'N' => ('\u{85}', 0),
            b'_' => ('\u{a0}', 0),
            b'L' => ('\u{2028}', 0),
            b'P' => ('\u{2029}', 0),
            b'x' => ('\0', 2),
            b'u' => ('\0', 4),
            b'U' => ('\0', 8),
            _ => return Err(self.fault(start, start + 2, "this escape is not known")),
        };
        self.at += 2;
        let mut c = c;
        if digits > 0 {
            let code = self.text.get(self.at..self.at + digits);
            let value = code
                .filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()))
                .and_then(|code| u32::from_str_radix(code, 16).ok());
            let Some(value) = value else {
                let message = format!("expected {digits} hexadecimal digits in this escape");
                return Err(self.fault(start, self.at, &message));
            };
            let end = self.at + digits;
            c = char::from_u32(value)
                .ok_or_else(|| self.fault(start, end, "this escape is no Unicode character"))?;
            self.at = end;
        }
        self.out.strings.text.push(c);
        Ok(())
    }
}

#[inline]
fn scalar(style: Style, flags: u16, start: usize, end: usize, link: u32) -> Cell {
    Cell { kind: Kind::Scalar, style, flags, start: offset(start), end: offset(end), link }
}

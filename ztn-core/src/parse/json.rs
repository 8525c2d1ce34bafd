//! JSON that is not YAML: `\/`, surrogate pairs, keys of any length, `:` on the next line.
//!
//! kubectl hands a stream that begins with `{` to Go's JSON decoder, so what JSON allows must be
//! read. It is tried only where the YAML parser found a fault.

use super::node::Style;
use super::scan::Buffers;
use super::tape::{Cell, IS_KEY, Kind, Limits, OWNED};

/// Could `text` be a JSON object or array?
pub(super) fn looks_like(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with(['{', '['])
}

/// Not JSON; what is wrong is told by the YAML parser.
pub(super) struct NotJson;

/// Parses `text` into `out`.
pub(super) fn scan(text: &str, limits: Limits, out: &mut Buffers) -> Result<(), NotJson> {
    out.clear();
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, out };
    if text.starts_with('\u{feff}') {
        reader.at = 3;
    }
    reader.document(limits.depth as usize)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    out: &'a mut Buffers,
}

impl Reader<'_> {
    fn byte(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn token(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
        self.byte()
    }

    fn document(&mut self, depth: usize) -> Result<(), NotJson> {
        let mut open: Vec<usize> = Vec::new();
        loop {
            // A value is due.
            match self.token() {
                bracket @ (b'{' | b'[') => {
                    if open.len() >= depth {
                        return Err(NotJson);
                    }
                    let kind = if bracket == b'{' { Kind::Mapping } else { Kind::Sequence };
                    open.push(self.out.cells.len());
                    self.push(kind, Style::Flow, 0, self.at, 0, 0);
                    self.at += 1;
                    match (self.token(), bracket) {
                        (b'}', b'{') | (b']', b'[') => {}
                        (_, b'{') => {
                            self.key()?;
                            continue;
                        }
                        _ => continue,
                    }
                }
                b'"' => self.string(0)?,
                _ => self.literal()?,
            }
            // A value is complete.
            loop {
                let Some(&cell) = open.last() else {
                    return if self.token() == 0 && self.at == self.bytes.len() {
                        Ok(())
                    } else {
                        Err(NotJson)
                    };
                };
                let mapping =
                    self.out.cells.get(cell).is_some_and(|cell| cell.kind == Kind::Mapping);
                match (self.token(), mapping) {
                    (b',', true) => {
                        self.at += 1;
                        self.token();
                        self.key()?;
                        break;
                    }
                    (b',', false) => {
                        self.at += 1;
                        break;
                    }
                    (b'}', true) | (b']', false) => {
                        self.at += 1;
                        open.pop();
                        let (end, link) = (self.at as u32, self.out.cells.len() as u32);
                        if let Some(cell) = self.out.cells.get_mut(cell) {
                            (cell.end, cell.link) = (end, link);
                        }
                    }
                    _ => return Err(NotJson),
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, style: Style, flags: u16, start: usize, end: usize, link: u32) {
        let (start, end) = (start as u32, end as u32);
        self.out.cells.push(Cell { kind, style, flags, start, end, link });
    }

    fn key(&mut self) -> Result<(), NotJson> {
        if self.byte() != b'"' {
            return Err(NotJson);
        }
        self.string(IS_KEY)?;
        if self.token() != b':' {
            return Err(NotJson);
        }
        self.at += 1;
        Ok(())
    }

    fn literal(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        while self.byte().is_ascii_alphanumeric() || matches!(self.byte(), b'+' | b'-' | b'.') {
            self.at += 1;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        if !matches!(text, "true" | "false" | "null") && !is_number(text.as_bytes()) {
            return Err(NotJson);
        }
        self.push(Kind::Scalar, Style::Plain, 0, start, self.at, 0);
        Ok(())
    }

    fn string(&mut self, flags: u16) -> Result<(), NotJson> {
        let start = self.at;
        self.at += 1;
        let mut owned = false;
        loop {
            let run = self.at;
            while !matches!(self.byte(), b'"' | b'\\' | 0..b' ') {
                self.at += 1;
            }
            let text = self.text.get(run..self.at).unwrap_or_default();
            match self.byte() {
                b'"' if !owned => break,
                b'"' => {
                    self.out.strings.text.push_str(text);
                    break;
                }
                b'\\' => {
                    owned = true;
                    self.out.strings.text.push_str(text);
                    self.escape()?;
                }
                _ => return Err(NotJson),
            }
        }
        self.at += 1;
        let link = if owned { self.out.strings.seal() } else { 0 };
        let flags = if owned { flags | OWNED } else { flags };
        self.push(Kind::Scalar, Style::DoubleQuoted, flags, start, self.at, link);
        Ok(())
    }

    fn escape(&mut self) -> Result<(), NotJson> {
        let c = match self.bytes.get(self.at + 1).copied().unwrap_or_default() {
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            c @ (b'"' | b'\\' | b'/') => char::from(c),
            b'u' => {
                let high = self.unit(self.at)?;
                self.at += 6;
                // Half a pair becomes U+FFFD, as in Go.
                let low = match high {
                    0xD800..0xDC00 => {
                        self.unit(self.at).ok().filter(|low| (0xDC00..0xE000).contains(low))
                    }
                    _ => None,
                };
                let code = match low {
                    Some(low) => {
                        self.at += 6;
                        0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
                    }
                    None => high,
                };
                self.out.strings.text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                return Ok(());
            }
            _ => return Err(NotJson),
        };
        self.out.strings.text.push(c);
        self.at += 2;
        Ok(())
    }

    /// The number of the `\uXXXX` at `at`.
    fn unit(&self, at: usize) -> Result<u32, NotJson> {
        let escape = self.text.get(at..at + 6).and_then(|escape| escape.strip_prefix("\\u"));
        escape
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or(NotJson)
    }
}

/// JSON's grammar of numbers.
fn is_number(text: &[u8]) -> bool {
    let rest = text.strip_prefix(b"-").unwrap_or(text);
    let (whole, rest) = digits(rest);
    if whole == 0 || whole > 1 && text.strip_prefix(b"-").unwrap_or(text).starts_with(b"0") {
        return false;
    }
    let rest = match rest.strip_prefix(b".") {
        Some(fraction) => match digits(fraction) {
            (0, _) => return false,
            (_, rest) => rest,
        },
        None => rest,
    };
    match rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
        Some(exponent) => {
            let sign = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-"));
            matches!(digits(sign.unwrap_or(exponent)), (1.., []))
        }
        None => rest.is_empty(),
    }
}

fn digits(text: &[u8]) -> (usize, &[u8]) {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count, text.get(count..).unwrap_or_default())
}

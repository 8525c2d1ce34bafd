//! Places in text: byte ranges inside, lines and columns for people and editors.

/// A half-open byte range, `start <= end`.
///
/// Inside the engine a span is relative to the start of its document, so that a document that only
/// moved is the same document. The report makes it absolute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// The same bytes, seen from a text that begins `base` bytes earlier.
    #[must_use]
    pub const fn shifted(self, base: u32) -> Self {
        Self { start: self.start.saturating_add(base), end: self.end.saturating_add(base) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Is `other` wholly inside?
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Is it a place between two bytes?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text at this span, or nothing where it does not fall on character boundaries.
    #[inline]
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// One place in a file, as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Offset in the file's own bytes, from 0.
    pub byte: u32,
    /// Line, from 1. `\n`, `\r\n` and a lone `\r` end a line, as in YAML.
    pub line: u32,
    /// Column in UTF-8 bytes, from 1.
    pub col: u32,
    /// Column in UTF-16 code units, from 1.
    pub col_utf16: u32,
}

impl Position {
    /// Where every file begins.
    pub const START: Self = Self { byte: 0, line: 1, col: 1, col_utf16: 1 };
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Box<[u32]>,
}

impl LineIndex {
    /// Finds the line starts of `text`; one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // A byte order mark is not part of the first line's columns.
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes)
            // In `\r\n` the line ends after the second byte.
            .filter(|&at| bytes.get(at) != Some(&b'\r') || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| to_u32(at + 1));
        Self { starts: std::iter::once(first).chain(breaks).collect() }
    }

    /// The position of the byte `offset` of `text`, the text this index was made from.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or_default().min(offset);
        let before = Span::new(start, offset).of(text);
        let utf16: usize = before.chars().map(char::len_utf16).sum();
        Position {
            byte: offset,
            line: to_u32(line + 1),
            col: offset - start + 1,
            col_utf16: to_u32(utf16 + 1),
        }
    }

    /// The line, from 0, that holds the byte `offset`.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of the line `line`, from 0, with its line break; empty past the end.
    #[must_use]
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let end = to_u32(text.len());
        let start = self.starts.get(line).copied().unwrap_or(end);
        Span::new(start, self.starts.get(line + 1).copied().unwrap_or(end))
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: there is always a first line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }
}

/// A length or an offset as spans count it. Files are bounded far below what would not fit.
pub(crate) fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes_and_utf16_units() {
        let text = "a: 1\r\nname: 🦀x\rlast";
        let lines = LineIndex::new(text);
        let x = u32::try_from(text.find('x').unwrap()).unwrap();
        assert_eq!(lines.position(text, x), Position { byte: x, line: 2, col: 11, col_utf16: 9 });
        let last = u32::try_from(text.find("last").unwrap()).unwrap();
        assert_eq!(lines.position(text, last).line, 3);
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}kind: Pod\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(text, 3), Position { byte: 3, line: 1, col: 1, col_utf16: 1 });
    }
}

//! Places: lines and columns from 1 in reports, from 0 in the protocol, in the units that were agreed on.

use lsp_types::{Position, PositionEncodingKind, Range};
use ztn_core::report::v1;
use ztn_core::span::LineIndex;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// Bytes where the client takes them: nothing has to be counted then.
    pub(crate) fn agreed(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name in the protocol.
    pub(crate) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    const fn position(self, at: v1::Position) -> Position {
        let column = match self {
            Self::Utf8 => at.col,
            Self::Utf16 => at.col_utf16,
        };
        Position { line: at.line.saturating_sub(1), character: column.saturating_sub(1) }
    }

    /// A place of a report.
    pub(crate) const fn range(self, span: &v1::Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The place of a byte of a text.
    pub(crate) fn place(self, text: &str, offset: usize) -> Position {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.position(LineIndex::new(text).position(text, offset).into())
    }

    /// The byte of a text at a place; past the end of a line it is the line's end, as the protocol has it.
    pub(crate) fn offset(self, text: &str, at: Position) -> usize {
        let span = LineIndex::new(text).line_span(text, at.line as usize);
        let line = span.of(text).trim_end_matches(['\n', '\r']);
        let start = span.start as usize;
        let mut left = at.character as usize;
        for (byte, letter) in line.char_indices() {
            if left == 0 {
                return start + byte;
            }
            let width = match self {
                Self::Utf8 => letter.len_utf8(),
                Self::Utf16 => letter.len_utf16(),
            };
            left = left.saturating_sub(width);
        }
        start + line.len()
    }
}

/// Do two ranges share a place? A cursor is an empty range, and touches what it stands beside.
pub(crate) fn touch(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_byte_in_either_unit() {
        let text = "a: 1\r\n# 🦀 x\nlast";
        let crab = text.find('🦀').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 4)] {
            assert_eq!(encoding.offset(text, Position::new(1, column)), crab + 4);
            assert_eq!(encoding.place(text, crab + 4), Position::new(1, column));
        }
    }

    #[test]
    fn past_the_end_is_the_end() {
        let text = "a: 1\r\nlast";
        assert_eq!(Encoding::Utf16.offset(text, Position::new(0, 99)), 4);
        assert_eq!(Encoding::Utf16.offset(text, Position::new(9, 9)), text.len());
    }
}

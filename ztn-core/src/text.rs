//! Bytes of a file to text, with offsets that still mean the file's own bytes.

use crate::span::{LineIndex, Position, Span, to_u32};

/// The text of a file.
#[derive(Debug)]
pub(crate) struct FileText {
    text: String,
    encoding: Encoding,
    /// Bytes that are not UTF-8; each stands in the text as one `?`.
    invalid: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
}

/// Why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotText;

impl FileText {
    /// Decodes a file: UTF-8, or UTF-16 behind its byte order mark. A few bytes that are not UTF-8 cost
    /// only the documents that hold them.
    ///
    /// # Errors
    /// The bytes are no text at all.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, NotText> {
        match bytes {
            [0xff, 0xfe, rest @ ..] => Self::from_utf16(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => Self::from_utf16(rest, u16::from_be_bytes),
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Self::utf8(text.to_owned(), Vec::new())),
                // As git does: a zero byte near the start is no text, whatever follows.
                Err(_) if bytes.iter().take(8000).any(|&byte| byte == 0) => Err(NotText),
                Err(_) => Ok(Self::patched(bytes)),
            },
        }
    }

    fn utf8(text: String, invalid: Vec<u32>) -> Self {
        Self { text, encoding: Encoding::Utf8, invalid }
    }

    fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Self, NotText> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(NotText);
        }
        let units = pairs.iter().map(|&pair| unit(pair));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map(|text| Self { text, encoding: Encoding::Utf16, invalid: Vec::new() })
            .map_err(|_| NotText)
    }

    /// Every byte that is not UTF-8 becomes a `?`, so that no other byte moves.
    fn patched(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len());
        let mut invalid = Vec::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for _ in chunk.invalid() {
                invalid.push(to_u32(text.len()));
                text.push('?');
            }
        }
        Self::utf8(text, invalid)
    }

    /// The text.
    #[must_use]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The first byte inside `span` that is not UTF-8.
    #[must_use]
    pub(crate) fn invalid_in(&self, span: Span) -> Option<u32> {
        let first = self.invalid.partition_point(|&at| at < span.start);
        self.invalid.get(first).copied().filter(|&at| at < span.end)
    }

    /// The position of a byte of the text; its `byte` is the file's own.
    #[must_use]
    pub(crate) fn position(&self, lines: &LineIndex, offset: u32) -> Position {
        let mut position = lines.position(&self.text, offset);
        if self.encoding == Encoding::Utf16 {
            let before = self.text.get(..offset as usize).unwrap_or(&self.text);
            let units: usize = before.chars().map(char::len_utf16).sum();
            position.byte = to_u32(2 + 2 * units);
        }
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_positions_are_those_of_the_file() {
        let bytes: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain("é: 🦀x".encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        let file = FileText::decode(&bytes).unwrap();
        let lines = LineIndex::new(file.text());
        let x = u32::try_from(file.text().find('x').unwrap()).unwrap();
        let position = file.position(&lines, x);
        assert_eq!((position.byte, position.col_utf16), (2 + 2 * 5, 6));
    }

    #[test]
    fn a_byte_that_is_not_utf8_moves_nothing() {
        let file = FileText::decode(b"a: \xe9\nb: 1\n").unwrap();
        assert_eq!(file.text(), "a: ?\nb: 1\n");
        assert_eq!(file.invalid_in(Span::new(0, 5)), Some(3));
        assert_eq!(file.invalid_in(Span::new(5, 10)), None);
        assert_eq!(FileText::decode(b"\x7fELF\0\xff").unwrap_err(), NotText);
    }
}

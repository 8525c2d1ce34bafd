//! A file's text as it may be shown: every secret in it replaced by stars.
//!
//! Whoever prints lines of a file prints these. Lines, columns and bytes stay where they are.

mod lines;
mod names;
mod tree;

use crate::options::Limits;
use crate::parse::{Parser, split};
use crate::span::{Span, to_u32};
use crate::text::FileText;

/// The text of a file, with `*` in place of each byte of a Secret's values, of passwords, tokens and
/// private keys wherever they stand. `None` for bytes that are no text.
///
/// It rather hides too much: what cannot be read as a document is judged line by line, by the names
/// before `:` and `=`.
///
/// # Example
/// ```
/// use ztn_core::options::Limits;
/// use ztn_core::report::redact::redact;
///
/// let file = b"apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  password: hunter2\n";
/// let shown = redact(file, Limits::default()).unwrap();
/// assert!(shown.ends_with("  password: *******\n"));
/// ```
#[must_use]
pub fn redact(bytes: &[u8], limits: Limits) -> Option<String> {
    let text = FileText::decode(bytes).ok()?;
    let text = text.text();
    let mut stars = Stars(text.as_bytes().to_vec());
    let mut parser = Parser::new();
    let mut read_to = 0;
    for chunk in split(text) {
        // Marks and comments between documents.
        lines::hide(text, Span::new(read_to, chunk.span.start), &mut stars);
        match parser.parse(chunk.span.of(text), limits.of_document()) {
            Ok(document) => tree::hide(&document, text, chunk.span.start, &mut stars),
            Err(_) => lines::hide_unread(text, chunk.span, &mut stars),
        }
        read_to = chunk.span.end;
    }
    lines::hide(text, Span::new(read_to, to_u32(text.len())), &mut stars);
    String::from_utf8(stars.0).ok()
}

/// The bytes of a text, some of them hidden.
struct Stars(Vec<u8>);

impl Stars {
    /// Hides a range that begins and ends between characters, but for the white space in it.
    fn hide(&mut self, span: Span) {
        let range = span.start as usize..span.end as usize;
        for byte in self.0.get_mut(range).unwrap_or_default() {
            if !byte.is_ascii_whitespace() {
                *byte = b'*';
            }
        }
    }
}

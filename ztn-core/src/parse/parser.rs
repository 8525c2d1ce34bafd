//! A parser that keeps its memory between documents.

use std::sync::OnceLock;

use super::fields::Fields;
use super::scan::{Buffers, scan};
use super::tape::{Document, Limits, Strings, SyntaxError};
use super::{aliases, json, template};

/// Parses document after document into the same memory.
#[derive(Debug, Default)]
pub struct Parser {
    buffers: Buffers,
}

impl Parser {
    /// A parser that has no memory yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses one document: what `split` gives.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn parse(&mut self, text: &str, limits: Limits) -> Result<Document, SyntaxError> {
        self.scan(text, limits)?;
        Ok(Document {
            text: text.into(),
            cells: self.buffers.cells.as_slice().into(),
            strings: Strings::clone(&self.buffers.strings),
            comments: self.buffers.comments.as_slice().into(),
            aliased: OnceLock::new(),
            fields: Fields::default(),
        })
    }

    /// Parses one document and keeps the tape to itself; says how many nodes it has. This is what
    /// a benchmark measures, and all that is needed to know whether a text is a document.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn scan(&mut self, text: &str, limits: Limits) -> Result<usize, SyntaxError> {
        if let Err(fault) = scan(text, limits, &mut self.buffers) {
            // JSON has escapes that YAML has not, and keys of any length.
            if !json::looks_like(text) || json::scan(text, limits, &mut self.buffers).is_err() {
                return Err(template::explain(text, *fault));
            }
        }
        if self.buffers.aliases || self.buffers.merges {
            aliases::check(&self.buffers, limits).map_err(|fault| *fault)?;
        }
        Ok(self.buffers.cells.len())
    }
}

//! How a finding can be mended: edits of text, so that comments and order stay as they are.

mod draft;
mod flags;

pub use crate::parse::edit::Value;
pub use draft::Draft;

use crate::model::DocId;
use crate::span::Span;

/// A set of edits that belong together.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, as an order.
    pub title: String,
    /// May a program apply it without a person looking?
    pub safety: Safety,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix can change what a workload does.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Safety {
    /// The workload behaves the same.
    Safe,
    /// Somebody has to look: the workload may have relied on it.
    Unsafe,
}

impl Safety {
    /// Its name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// The replacement of some bytes of a document.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The document.
    pub doc: DocId,
    /// The bytes to replace; empty: to insert before.
    pub span: Span,
    /// What comes there.
    pub text: String,
}

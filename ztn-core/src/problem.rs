//! Everything that is not a finding: input that could not be read as it was meant.

use crate::parse::{SyntaxError, SyntaxErrorKind};
use crate::span::Span;

/// What sort of problem it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The host could not read the file.
    Unreadable,
    /// A file larger than `limits.file_bytes`.
    TooLarge,
    /// More documents in one file than `limits.documents`.
    TooManyDocuments,
    /// Bytes that are not text.
    Binary,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Not YAML as Go's library, and so kubectl, reads it.
    Syntax,
    /// A `{{ … }}` that some program was to fill in first.
    Template,
    /// Collections nested deeper than `limits.depth`.
    TooDeep,
    /// A value of a type the API does not take; the field counts as not written.
    WrongType,
    /// A value of the right type that the API server or the network plugin refuses, such as port 70000.
    Refused,
    /// One object, given twice with different content.
    DuplicateObject,
    /// A file inside a ConfigMap that could not be read.
    Embedded,
}

impl ProblemKind {
    /// Every sort there is.
    pub const ALL: [Self; 12] = [
        Self::Unreadable,
        Self::TooLarge,
        Self::TooManyDocuments,
        Self::Binary,
        Self::NotUtf8,
        Self::Syntax,
        Self::Template,
        Self::TooDeep,
        Self::WrongType,
        Self::Refused,
        Self::DuplicateObject,
        Self::Embedded,
    ];

    /// Its name in reports.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too-large",
            Self::TooManyDocuments => "too-many-documents",
            Self::Binary => "binary",
            Self::NotUtf8 => "not-utf8",
            Self::Syntax => "syntax",
            Self::Template => "template",
            Self::TooDeep => "too-deep",
            Self::WrongType => "wrong-type",
            Self::Refused => "refused",
            Self::DuplicateObject => "duplicate-object",
            Self::Embedded => "embedded",
        }
    }

    /// Was something not read that was meant to be? A template is somebody else's input, and of a field of
    /// the wrong type or an object given twice there is enough to go on.
    #[must_use]
    pub const fn loses_input(self) -> bool {
        !matches!(self, Self::Template | Self::WrongType | Self::Refused | Self::DuplicateObject)
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Unreadable => "check that the file exists and may be read",
            Self::TooLarge => "split the file, or raise `limits.file_bytes`",
            Self::TooManyDocuments => "split the file, or raise `limits.documents`",
            Self::Binary => "leave the file out, or convert it to text",
            Self::NotUtf8 => "save the file as UTF-8",
            Self::Syntax => "mend the YAML here; kubectl refuses it too",
            Self::Template => {
                "render it first, and check what comes out: `helm template CHART | ztn check -`, \
                 `kubectl kustomize DIR | ztn check -`"
            }
            Self::TooDeep => "flatten the value, or raise `limits.depth`",
            Self::WrongType => "write the type the API takes; the API server refuses this",
            Self::Refused => {
                "write what the message names; without it the whole object has no effect"
            }
            Self::DuplicateObject => {
                "one call is one cluster: keep one of the two, or check a base and its overlays one by one"
            }
            Self::Embedded => "mend the file inside the ConfigMap",
        }
    }
}

/// A problem inside one document; its place is relative to the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentProblem {
    /// What sort of problem it is.
    pub kind: ProblemKind,
    /// The place.
    pub span: Span,
    /// The JSON pointer of the value, where there is a tree to point into.
    pub pointer: Option<String>,
    /// One clause, lower case, without full stop.
    pub message: String,
}

impl From<SyntaxError> for DocumentProblem {
    fn from(error: SyntaxError) -> Self {
        let kind = match error.kind {
            SyntaxErrorKind::Syntax => ProblemKind::Syntax,
            SyntaxErrorKind::Template => ProblemKind::Template,
            SyntaxErrorKind::TooDeep => ProblemKind::TooDeep,
        };
        Self { kind, span: error.span, pointer: None, message: error.message }
    }
}

//! The forms in which connections are written, by name.

use super::{Reach, csv, dot, markdown, mermaid, npg};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachFormat {
    /// For people.
    Text,
    /// The canonical bytes.
    Json,
    /// A row for each connection and range of ports.
    Csv,
    /// Tables, for a comment.
    Markdown,
    /// A graph of Graphviz.
    Dot,
    /// A graph that Markdown shows.
    Mermaid,
    /// The lines of netpol-analyzer.
    NpgTxt,
    /// The table of netpol-analyzer.
    NpgCsv,
}

impl ReachFormat {
    /// Every form.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Json,
        Self::Csv,
        Self::Markdown,
        Self::Dot,
        Self::Mermaid,
        Self::NpgTxt,
        Self::NpgCsv,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Dot => "dot",
            Self::Mermaid => "mermaid",
            Self::NpgTxt => "npg-txt",
            Self::NpgCsv => "npg-csv",
        }
    }

    /// The form with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Is it a form of netpol-analyzer, which takes the input as that program reads it?
    #[must_use]
    pub const fn is_npg(self) -> bool {
        matches!(self, Self::NpgTxt | Self::NpgCsv)
    }
}

impl Reach {
    /// The connections in this form, with a line break at the end.
    #[must_use]
    pub fn write(&self, format: ReachFormat) -> String {
        match format {
            ReachFormat::Text => self.text(),
            ReachFormat::Json => self.to_json() + "\n",
            ReachFormat::Csv => csv::csv(self),
            ReachFormat::Markdown => markdown::markdown(self),
            ReachFormat::Dot => dot::dot(self),
            ReachFormat::Mermaid => mermaid::mermaid(self),
            ReachFormat::NpgTxt => npg::txt(self),
            ReachFormat::NpgCsv => npg::csv(self),
        }
    }
}

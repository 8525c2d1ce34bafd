//! The formats that programs read, by name.

use super::base::Base;
use super::diff::Diff;
use super::v1::Report;
use super::{compact, github, gitlab, junit, markdown, sarif};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The report's canonical bytes.
    Json,
    /// One line for each finding.
    Compact,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML.
    Junit,
    /// GitLab's Code Quality.
    GitlabCodequality,
    /// Verdicts and the worst findings, for a comment.
    Markdown,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::Json,
        Self::Compact,
        Self::Sarif,
        Self::Github,
        Self::Junit,
        Self::GitlabCodequality,
        Self::Markdown,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Compact => "compact",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Junit => "junit",
            Self::GitlabCodequality => "gitlab-codequality",
            Self::Markdown => "markdown",
        }
    }

    /// The report in this format.
    #[must_use]
    pub fn write(self, report: &Report, base: &Base) -> String {
        match self {
            Self::Json => report.to_json() + "\n",
            Self::Compact => compact::compact(report),
            Self::Sarif => sarif::sarif(report, base),
            Self::Github => github::github(report, base),
            Self::Junit => junit::junit(report, base),
            Self::GitlabCodequality => gitlab::code_quality(report, base),
            Self::Markdown => markdown::markdown(report, base),
        }
    }

    /// A comparison in this format, with the later report. Formats that cannot say what is gone say what
    /// is new; verdicts as test results have no words for a change.
    #[must_use]
    pub fn write_diff(self, diff: &Diff, after: &Report, base: &Base) -> Option<String> {
        Some(match self {
            Self::Json => diff.to_json() + "\n",
            Self::Sarif => sarif::sarif_of_diff(diff, after, base),
            Self::Markdown => markdown::markdown_of_diff(diff, base),
            Self::Compact | Self::Github | Self::GitlabCodequality => {
                self.write(&diff.only_new(after), base)
            }
            Self::Junit => return None,
        })
    }
}

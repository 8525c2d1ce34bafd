//! What a caller handed over and cannot be taken. Bad manifests are no errors but problems in the report.

use std::fmt;

/// What sort of thing cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The options.
    InvalidOptions,
    /// The files as a set: a path given twice.
    InvalidFiles,
    /// What was to be a report.
    InvalidReport,
    /// A question.
    InvalidQuery,
    /// A rule that there is not.
    UnknownRule,
}

impl ErrorCode {
    /// Its name, in every language.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::InvalidOptions => "invalid-options",
            Self::InvalidFiles => "invalid-files",
            Self::InvalidReport => "invalid-report",
            Self::InvalidQuery => "invalid-query",
            Self::UnknownRule => "unknown-rule",
        }
    }
}

/// What cannot be taken: which field of it, what is wrong there, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionsError {
    /// What sort of thing it is.
    pub code: ErrorCode,
    /// The field, as a path from the argument on, such as `options.assume.cni` or `files`.
    pub field: String,
    /// What is wrong with it: one clause, lower case, without full stop.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.field, self.message, self.remedy)
    }
}

impl std::error::Error for OptionsError {}

impl OptionsError {
    pub(crate) fn new(
        code: ErrorCode,
        field: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (field, message, remedy) = (field.into(), message.into(), remedy.into());
        Self { code, field: clipped(field), message: clipped(message), remedy: clipped(remedy) }
    }

    /// The same of text that the caller never saw, whose lines and columns say nothing.
    #[must_use]
    pub fn without_place(self) -> Self {
        let message = match self.message.rsplit_once(" at line ") {
            Some((message, _)) => message.to_owned(),
            None => self.message,
        };
        Self { message, ..self }
    }

    /// What serde says in one sentence of a field. `otherwise` is what to do where it does not know.
    pub(crate) fn said(
        code: ErrorCode,
        field: impl Into<String>,
        said: &str,
        otherwise: &str,
    ) -> Self {
        let (message, remedy) = explained(said, otherwise);
        Self::new(code, field, message, remedy)
    }
}

/// How like a name is to a known one, from 0 to 1.
pub(crate) fn likeness(name: &str, known: &str) -> f64 {
    // The measure takes the product of the lengths, and no slip of the finger doubles a name.
    if name.len() > 2 * known.len() { 0.0 } else { strsim::jaro_winkler(name, known) }
}

/// Callers' words are repeated to them, but not megabytes of them.
fn clipped(mut text: String) -> String {
    const LONGEST: usize = 1000;
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

/// What is wrong and what to do, of what serde puts into one sentence.
fn explained(said: &str, otherwise: &str) -> (String, String) {
    let (said, place) = match said.rsplit_once(" at line ") {
        Some((said, place)) => (said, format!(" at line {place}")),
        None => (said, String::new()),
    };
    let (wrong, remedy) = if let Some((wrong, expected)) = said.rsplit_once(", expected ") {
        (wrong, meant(wrong, expected).unwrap_or_else(|| format!("write {}", plain(expected))))
    } else if let Some((wrong, remedy)) = said.split_once(": ") {
        (wrong, remedy.to_owned())
    } else {
        (said, otherwise.to_owned())
    };
    (format!("{wrong}{place}"), remedy)
}

/// "Did you mean", where the word that is wrong is like one of those expected.
fn meant(wrong: &str, expected: &str) -> Option<String> {
    let word = wrong.split('`').nth(1)?.to_ascii_lowercase();
    let likeness = |known: &str| likeness(&word, known);
    // Two letters that changed places in a short word are like nothing to the measure.
    let is_like = |known: &&str| match likeness(known) {
        0.0 => false,
        likeness => likeness > 0.8 || strsim::osa_distance(&word, known) == 1,
    };
    let known = expected.split('`').skip(1).step_by(2).filter(is_like);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    Some(format!("did you mean `{best}`?"))
}

/// The type that serde expects, in nobody's language.
fn plain(expected: &str) -> &str {
    match expected {
        "u32" => "a whole number from 0 to 4294967295",
        "a sequence" => "a list",
        "a map" => "an object",
        of if of.starts_with("struct ") => "an object",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::explained;

    #[test]
    fn what_serde_says_is_split_into_what_is_wrong_and_what_to_do() {
        for (said, wrong, remedy) in [
            (
                "unknown field `sope`, expected one of `scope`, `as_of` at line 1 column 7",
                "unknown field `sope` at line 1 column 7",
                "did you mean `scope`?",
            ),
            (
                "unknown field `cin`, expected `provider` or `cni`",
                "unknown field `cin`",
                "did you mean `cni`?",
            ),
            (
                "unknown variant `x`, expected `a1` or `b2`",
                "unknown variant `x`",
                "write `a1` or `b2`",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "invalid value: integer `-1`",
                "write a whole number from 0 to 4294967295",
            ),
            ("not a date: write YYYY-MM-DD", "not a date", "write YYYY-MM-DD"),
            ("expected value at line 1 column 1", "expected value at line 1 column 1", "read on"),
        ] {
            assert_eq!(explained(said, "read on"), (wrong.to_owned(), remedy.to_owned()));
        }
    }
}

//! What an edit writes, in each of the ways it can be written.

use super::super::scalar::{self, Scalar};

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A string.
    Str(&'v str),
    /// A mapping.
    Map(Vec<(&'v str, Self)>),
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(value: &'v str) -> Self {
        Self::Str(value)
    }
}

impl<'v> Value<'v> {
    /// A mapping with one field.
    #[must_use]
    pub fn field(name: &'v str, value: impl Into<Self>) -> Self {
        Self::Map(vec![(name, value.into())])
    }

    /// A name with its value.
    #[must_use]
    pub fn argument(name: &'v str, value: &'v str) -> Self {
        Self::Map(vec![("name", Self::Str(name)), ("value", Self::Str(value))])
    }

    /// The same value as the innermost of nested mappings.
    pub(super) fn under(self, path: &[&'v str]) -> Self {
        path.iter().rev().fold(self, |value, name| Self::Map(vec![(name, value)]))
    }

    /// On one line, in flow style or as JSON; a scalar that is not JSON may stand in block style, too.
    pub(super) fn in_flow(&self, json: bool) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Str(text) => string(text, json),
            Self::Map(entries) => {
                let entry = |(name, value): &(&str, Self)| {
                    format!("{}: {}", string(name, json), value.in_flow(json))
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// A string in single quotes; anything else as it is.
    pub(super) fn single_quoted(&self) -> String {
        match self {
            Self::Str(text) => format!("'{}'", text.replace('\'', "''")),
            _ => self.in_flow(false),
        }
    }

    /// What follows `key:` or `-` in block style: on the same line, or on lines of their own, indented
    /// by `indent`, with this line break.
    pub(super) fn in_block(&self, indent: &str, line_break: &str) -> String {
        let Self::Map(entries) = self else {
            return self.in_flow(false);
        };
        let deeper = format!("{indent}  ");
        let entries = entries.iter().map(|(name, value)| match value {
            Self::Map(_) => {
                let value = value.in_block(&deeper, line_break);
                format!("{}:{line_break}{deeper}{value}", string(name, false))
            }
            _ => format!("{}: {}", string(name, false), value.in_flow(false)),
        });
        entries.collect::<Vec<_>>().join(&format!("{line_break}{indent}"))
    }
}

/// A string: bare where nothing can mistake it.
fn string(text: &str, json: bool) -> String {
    if !json && is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Can it stand without quotes, in block style as in flow style? Careful rather than complete.
fn is_plain(text: &str) -> bool {
    let first = text.trim_start_matches("--").chars().next();
    first.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._/=@+".contains(c))
        && !text.starts_with("---")
        && matches!(scalar::resolve(text), Scalar::Str(_))
}

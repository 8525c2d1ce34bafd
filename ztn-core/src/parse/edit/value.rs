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
    /// A list, on one line.
    List(Vec<Self>),
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
        let mut out = String::new();
        self.write_flow(json, &mut out);
        out
    }

    fn write_flow(&self, json: bool, out: &mut String) {
        match self {
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Int(value) => out.push_str(&value.to_string()),
            Self::Str(text) => write_string(text, json, out),
            Self::List(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        out.push_str(", ");
                    }
                    item.write_flow(json, out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (number, (name, value)) in entries.iter().enumerate() {
                    if number > 0 {
                        out.push_str(", ");
                    }
                    write_string(name, json, out);
                    out.push_str(": ");
                    value.write_flow(json, out);
                }
                out.push('}');
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
    /// by so many spaces, with this line break.
    pub(super) fn write_block(&self, indent: usize, line_break: &str, out: &mut String) {
        let Self::Map(entries) = self else {
            return self.write_flow(false, out);
        };
        for (number, (name, value)) in entries.iter().enumerate() {
            if number > 0 {
                new_line(indent, line_break, out);
            }
            write_string(name, false, out);
            out.push(':');
            let inside = indent + 2;
            match value {
                Self::Map(_) => new_line(inside, line_break, out),
                _ => out.push(' '),
            }
            value.write_block(inside, line_break, out);
        }
    }
}

/// Begins a line with so many spaces.
pub(super) fn new_line(indent: usize, line_break: &str, out: &mut String) {
    out.push_str(line_break);
    out.extend(std::iter::repeat_n(' ', indent));
}

/// A string: bare where nothing can mistake it.
fn write_string(text: &str, json: bool, out: &mut String) {
    if !json && is_plain(text) {
        return out.push_str(text);
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Can it stand without quotes, in block style as in flow style? Careful rather than complete.
fn is_plain(text: &str) -> bool {
    let first = text.trim_start_matches("--").chars().next();
    first.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/')
        && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._/=@+".contains(&c))
        && !text.starts_with("---")
        && matches!(scalar::resolve(text), Scalar::Str(_))
}

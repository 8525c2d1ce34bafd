//! What can go wrong between a tape and a type, and where.

use crate::parse::Node;
use crate::span::Span;
use serde::de::{Expected, Unexpected};
use std::borrow::Cow;
use std::fmt;

/// A value that cannot become a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SerializeError {
    /// One clause, lower case, without full stop.
    pub message: String,
}

impl serde::ser::Error for SerializeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string() }
    }
}

/// A node that is not of the type asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}{}{message}", if path.is_empty() { "" } else { ": " })]
pub struct DeserializeError {
    /// The node that does not fit; for a field that is missing, what misses it.
    pub span: Span,
    /// The way to it from the node that was read, such as `spec.containers[0].image`.
    pub path: String,
    /// One clause, such as "invalid type: sequence, expected i32".
    pub message: String,
}

/// A [`DeserializeError`] on its way out, which learns its path step by step.
#[derive(Debug)]
pub(super) struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    message: String,
    span: Option<Span>,
    /// The innermost step first.
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Fault {
    /// The same fault at `node`, unless it was placed further in.
    pub(super) fn at(mut self, node: Node<'_>) -> Self {
        self.0.span.get_or_insert(node.span());
        self
    }

    /// The same fault, met in the value `node` under `key`.
    pub(super) fn under(mut self, key: Cow<'_, str>, node: Node<'_>) -> Self {
        self.0.steps.push(Step::Key(key.into_owned()));
        self.at(node)
    }

    /// The same fault, met in the item `node`.
    pub(super) fn item(mut self, index: usize, node: Node<'_>) -> Self {
        self.0.steps.push(Step::Index(index));
        self.at(node)
    }

    /// The fault as the caller sees it, who had asked for `node`.
    pub(super) fn met_in(self, node: Node<'_>) -> DeserializeError {
        let Inner { message, span, steps } = *self.0;
        let mut path = String::new();
        for step in steps.iter().rev() {
            step.push_to(&mut path);
        }
        DeserializeError { span: span.unwrap_or(node.span()), path, message }
    }
}

impl Step {
    fn push_to(&self, path: &mut String) {
        match self {
            Self::Index(index) => path.push_str(&format!("[{index}]")),
            Self::Key(key) if is_plain(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Self::Key(key) => path.push_str(&format!("[{key:?}]")),
        }
    }
}

/// Can it stand between dots?
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Inner { message: message.to_string(), span: None, steps: Vec::new() }))
    }

    /// As serde has it, but what serde calls a unit value is called `null` here.
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Unit => {
                Self::custom(format_args!("invalid type: null, expected {expected}"))
            }
            _ => Self::custom(format_args!("invalid type: {found}, expected {expected}")),
        }
    }
}

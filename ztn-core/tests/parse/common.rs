//! What several of the tests need.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use ztn_core::parse::{Document, Limits, Node, NodeKind, Scalar, SyntaxError};

pub(crate) fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/parse")
}

pub(crate) fn read(name: &str) -> String {
    std::fs::read_to_string(testdata().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn parse(text: &str) -> Result<Document, SyntaxError> {
    Document::parse(text, Limits::default())
}

pub(crate) fn ok(text: &str) -> Document {
    parse(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"))
}

/// What kubectl would send; `None` where JSON cannot say it.
pub(crate) fn to_json(node: Node<'_>) -> Option<Value> {
    Some(match node.kind() {
        NodeKind::Scalar => match node.scalar()? {
            Scalar::Null => Value::Null,
            Scalar::Bool(value) => value.into(),
            Scalar::Int(value) => value.into(),
            Scalar::UInt(value) => value.into(),
            Scalar::Float(value) => serde_json::Number::from_f64(value)?.into(),
            Scalar::Str(text) => text.into(),
        },
        NodeKind::Sequence => node.items().map(to_json).collect::<Option<Vec<_>>>()?.into(),
        NodeKind::Mapping => {
            let mut object = Map::new();
            for (key, value) in node.entries() {
                object.insert(key.name().into_owned(), to_json(value)?);
            }
            object.into()
        }
    })
}

/// Is it the same JSON, whatever the spelling of its numbers?
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, left)| right.get(key).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}

/// The rows of a table: two columns, `#` comments at its head.
pub(crate) fn rows(name: &str) -> Vec<(String, String)> {
    read(name)
        .lines()
        .skip_while(|line| line.starts_with("# "))
        .map(|line| {
            let (left, right) = line.split_once('\t').unwrap_or_else(|| panic!("{name}: {line:?}"));
            (left.to_owned(), right.to_owned())
        })
        .collect()
}

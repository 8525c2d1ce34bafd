//! The types for Python: a `TypedDict` for every object, a `Literal` for every choice of words.

use super::schema::{Declared, Field, Schemas, Shape, Type, Word};
use crate::output::MARKER;

/// The longest line that Python's formatters leave alone.
const WIDTH: usize = 100;

/// Words that no attribute can have for a name.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// All types as a module.
pub(super) fn types(schemas: &Schemas) -> String {
    let mut text = format!(
        "# {MARKER} from schema/*.json.\n\
         \"\"\"The shapes of options, reports, answers and rules, as plain dictionaries.\"\"\"\n\n\
         from __future__ import annotations\n\n\
         import sys\n\
         from typing import TYPE_CHECKING, Literal, TypedDict\n\n\
         if sys.version_info >= (3, 11):\n    from typing import NotRequired\n\
         elif TYPE_CHECKING:\n    from typing_extensions import NotRequired\n"
    );
    let words = schemas.types.iter().filter_map(|(name, declared)| match &declared.shape {
        Shape::Words(words) => Some((name, declared, words)),
        Shape::Object(_) => None,
    });
    for (name, declared, words) in words {
        text.push_str(&literal(name, declared, words));
    }
    for (name, declared) in &schemas.types {
        if let Shape::Object(fields) = &declared.shape {
            text.push_str(&dict(schemas, name, declared, fields));
        }
    }
    text
}

fn literal(name: &str, declared: &Declared, words: &[Word]) -> String {
    let mut text = format!("\n{name} = Literal[\n");
    for Word { word, doc } in words {
        text.push_str(&format!("    \"{word}\",  # {}\n", one_line(doc)));
    }
    text.push_str(&format!("]\n{}", docstring("", &declared.doc)));
    text
}

fn dict(schemas: &Schemas, name: &str, declared: &Declared, fields: &[Field]) -> String {
    let name = class(schemas, name);
    let (unspeakable, plain): (Vec<_>, Vec<_>) =
        fields.iter().partition(|field| KEYWORDS.contains(&field.name.as_str()));
    let mut text = String::new();
    let mut base = "TypedDict".to_owned();
    if !unspeakable.is_empty() {
        base = format!("_{name}");
        text.push_str(&by_call(schemas, &base, &unspeakable));
    }
    text.push_str(&format!("\n\nclass {name}({base}):\n{}", docstring("    ", &declared.doc)));
    for field in plain {
        let doc = docstring("    ", &field.doc);
        text.push_str(&format!("\n    {}: {}\n{doc}", field.name, field_type(schemas, field)));
    }
    text
}

/// A `TypedDict` of fields that no class can have, since they are words of the language.
fn by_call(schemas: &Schemas, name: &str, fields: &[&Field]) -> String {
    let mut text = format!("\n\n{name} = TypedDict(\n    \"{name}\",\n    {{\n");
    for field in fields {
        text.push_str(&format!("        # {}\n", one_line(&field.doc)));
        // In quotes: it is evaluated, and older Pythons have no `NotRequired`.
        text.push_str(&format!(
            "        \"{}\": \"{}\",\n",
            field.name,
            field_type(schemas, field)
        ));
    }
    text + "    },\n)\n"
}

fn field_type(schemas: &Schemas, field: &Field) -> String {
    let of = annotation(schemas, &field.of);
    if field.required { of } else { format!("NotRequired[{of}]") }
}

/// `FindingDict`, so that the class `Finding` keeps its name; what callers write themselves is plain.
fn class(schemas: &Schemas, name: &str) -> String {
    let is_object = schemas.types.get(name).is_some_and(|of| matches!(of.shape, Shape::Object(_)));
    let is_given = schemas.given.iter().any(|given| given == name);
    if is_object && !is_given { format!("{name}Dict") } else { name.to_owned() }
}

fn annotation(schemas: &Schemas, of: &Type) -> String {
    match of {
        Type::Text => "str".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::List(of) => format!("list[{}]", annotation(schemas, of)),
        Type::Named(name) => class(schemas, name),
    }
}

fn docstring(indent: &str, doc: &str) -> String {
    let line = format!("{indent}\"\"\"{}\"\"\"\n", one_line(doc));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut text = format!("{indent}\"\"\"");
    let mut column = text.chars().count();
    for (index, word) in doc.split_whitespace().enumerate() {
        if index > 0 && column + 1 + word.chars().count() > WIDTH {
            text.push_str(&format!("\n{indent}"));
            column = indent.len();
        } else if index > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.chars().count();
    }
    text.push_str(&format!("\n{indent}\"\"\"\n"));
    text
}

fn one_line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::schema::Type;
    use super::*;

    #[test]
    fn a_word_of_the_language_is_a_key_and_no_attribute() {
        let field = |name: &str, required| Field {
            name: name.to_owned(),
            doc: format!("The {name}."),
            of: Type::Integer,
            required,
        };
        let schemas = Schemas { types: BTreeMap::new(), given: vec!["Range".to_owned()] };
        let shape = Shape::Object(Vec::new());
        let declared = Declared { doc: "A range.".to_owned(), shape };
        let text = dict(&schemas, "Range", &declared, &[field("from", false), field("to", true)]);
        let lines = [
            "_Range = TypedDict(",
            "        \"from\": \"NotRequired[int]\",",
            "class Range(_Range):",
            "    to: int",
        ];
        assert!(lines.iter().all(|line| text.lines().any(|of| of == *line)), "{text}");
    }
}

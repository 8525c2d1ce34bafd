//! The types for TypeScript: an interface for every object, a union for every choice of words.

use super::schema::{Declared, Field, Schemas, Shape, Type, Word};
use crate::output::MARKER;

/// The longest line of a comment.
const WIDTH: usize = 100;

/// All types as declarations.
pub(super) fn types(schemas: &Schemas) -> String {
    let mut text = format!(
        "// {MARKER} from schema/*.json.\n// The shapes of options, reports, answers, comparisons and rules.\n"
    );
    for (name, Declared { doc, shape }) in &schemas.types {
        text.push('\n');
        text.push_str(&comment("", doc));
        text.push_str(&match shape {
            Shape::Object(fields) => interface(name, fields),
            Shape::Words(words) => union(name, words),
        });
    }
    text
}

fn interface(name: &str, fields: &[Field]) -> String {
    let mut text = format!("export interface {name} {{\n");
    for Field { name, doc, of, required } in fields {
        let mark = if *required { "" } else { "?" };
        text.push_str(&comment("  ", doc));
        text.push_str(&format!("  {name}{mark}: {};\n", annotation(of)));
    }
    text + "}\n"
}

fn union(name: &str, words: &[Word]) -> String {
    let mut text = format!("export type {name} =");
    for Word { word, doc } in words {
        text.push_str(&format!("\n{}  | \"{word}\"", comment("  ", doc)));
    }
    text + ";\n"
}

fn annotation(of: &Type) -> String {
    match of {
        Type::Text => "string".to_owned(),
        Type::Integer => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::List(of) => format!("{}[]", annotation(of)),
        Type::Named(name) => name.clone(),
    }
}

fn comment(indent: &str, doc: &str) -> String {
    // A path such as `*/*` would end the comment.
    let doc = doc.replace("*/", "*\\/");
    let words: Vec<&str> = doc.split_whitespace().collect();
    let line = format!("{indent}/** {} */\n", words.join(" "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut text = format!("{indent}/**\n{indent} *");
    let mut column = indent.len() + 2;
    for word in words {
        if column + 1 + word.chars().count() > WIDTH {
            text.push_str(&format!("\n{indent} *"));
            column = indent.len() + 2;
        }
        text.push_str(&format!(" {word}"));
        column += 1 + word.chars().count();
    }
    text + &format!("\n{indent} */\n")
}

//! The JSON Schemas, as the few shapes that our types take.
//!
//! What is not one of them is an error: a new shape is a decision, in every language.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

type Json = Map<String, Value>;

/// The schemas whose types the bindings have, that of the options first.
const SCHEMAS: [&str; 13] = [
    "options",
    "report",
    "diff",
    "rules",
    "reach",
    "can",
    "who-can",
    "permissions",
    "paths",
    "pss",
    "audit-policy",
    "suggest-network",
    "suggest-rbac",
];

/// Every type of every schema.
pub(crate) struct Schemas {
    /// By name. A type that several schemas hold is the same in each.
    pub(crate) types: BTreeMap<String, Declared>,
    /// The names of the types that callers hand over, rather than get.
    pub(crate) given: Vec<String>,
}

/// A type with a name.
#[derive(Debug, PartialEq)]
pub(crate) struct Declared {
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    /// An object with these fields, by name, and no others.
    Object(Vec<Field>),
    /// One of these words.
    Words(Vec<Word>),
}

/// A field of an object.
#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) of: Type,
    /// Is it always there? What is not there is left out, never null.
    pub(crate) required: bool,
}

/// A word, and what it means.
#[derive(Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) word: String,
    pub(crate) doc: String,
}

/// What a field holds.
#[derive(Debug, PartialEq)]
pub(crate) enum Type {
    Text,
    Integer,
    Boolean,
    List(Box<Type>),
    Named(String),
}

impl Schemas {
    /// Reads the schemas in the tree.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut schemas = Self { types: BTreeMap::new(), given: Vec::new() };
        for name in SCHEMAS {
            let path = root.join(format!("schema/{name}-v1.json"));
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let schema = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
            schemas.add(schema).with_context(|| format!("schema/{name}-v1.json"))?;
            if name == "options" {
                schemas.given = schemas.types.keys().cloned().collect();
            }
        }
        Ok(schemas)
    }

    /// The types of one schema.
    fn add(&mut self, mut schema: Json) -> Result<()> {
        schema.remove("$schema");
        let title = text(&mut schema, "title")?;
        for (name, declared) in object(&mut schema, "$defs")? {
            self.declare(&name, json(declared)?)?;
        }
        // A schema of a list names no type of its own.
        if schema.get("type").is_some_and(|kind| kind == "array") {
            Ok(())
        } else {
            self.declare(&title, schema)
        }
    }

    fn declare(&mut self, name: &str, schema: Json) -> Result<()> {
        let declared = declared(schema).with_context(|| format!("type `{name}`"))?;
        if let Some(other) = self.types.get(name) {
            ensure!(*other == declared, "two types are called `{name}`");
        }
        self.types.insert(name.to_owned(), declared);
        Ok(())
    }
}

fn declared(mut schema: Json) -> Result<Declared> {
    let doc = text(&mut schema, "description")?;
    let shape = match schema.remove("oneOf") {
        Some(Value::Array(words)) => {
            Shape::Words(words.into_iter().map(word).collect::<Result<_>>()?)
        }
        Some(other) => bail!("`oneOf` is {other}"),
        None => fields(&mut schema)?,
    };
    nothing_left(&schema)?;
    Ok(Declared { doc, shape })
}

fn word(schema: Value) -> Result<Word> {
    let mut schema = json(schema)?;
    ensure!(schema.remove("type") == Some(Value::from("string")), "a choice that is no word");
    let word = Word { word: text(&mut schema, "const")?, doc: text(&mut schema, "description")? };
    nothing_left(&schema)?;
    Ok(word)
}

fn fields(schema: &mut Json) -> Result<Shape> {
    ensure!(schema.remove("type") == Some(Value::from("object")), "neither words nor an object");
    // That readers refuse what they do not know changes nothing for who writes.
    schema.remove("additionalProperties");
    let required = match schema.remove("required") {
        Some(Value::Array(names)) => names,
        Some(other) => bail!("`required` is {other}"),
        None => Vec::new(),
    };
    let mut fields = Vec::new();
    for (name, field) in object(schema, "properties")? {
        let is_required = required.iter().any(|required| *required == *name);
        let field = self::field(name.clone(), json(field)?, is_required);
        fields.push(field.with_context(|| format!("field `{name}`"))?);
    }
    ensure!(
        required.len() == fields.iter().filter(|field| field.required).count(),
        "required, not there"
    );
    Ok(Shape::Object(fields))
}

fn field(name: String, mut schema: Json, required: bool) -> Result<Field> {
    let doc = text(&mut schema, "description")?;
    schema.remove("default");
    let (of, nullable) = optional(schema)?;
    ensure!(!(nullable && required), "null, where a field is left out");
    Ok(Field { name, doc, of, required })
}

/// A type, and whether null may stand in its place, which is to say that it may be left out.
fn optional(mut schema: Json) -> Result<(Type, bool)> {
    let null = Value::from("null");
    if let Some(choices) = schema.remove("anyOf") {
        nothing_left(&schema)?;
        return match choices.as_array().map(Vec::as_slice) {
            Some([of, other]) if other.get("type") == Some(&null) => {
                Ok((plain(json(of.clone())?)?, true))
            }
            _ => bail!("a choice between {choices}"),
        };
    }
    if let Some(Value::Array(kinds)) = schema.get("type") {
        let [kind, other] = kinds.as_slice() else { bail!("one of {kinds:?}") };
        ensure!(*other == null, "one of {kinds:?}");
        let kind = kind.clone();
        schema.insert("type".to_owned(), kind);
        return Ok((plain(schema)?, true));
    }
    Ok((plain(schema)?, false))
}

fn plain(mut schema: Json) -> Result<Type> {
    if let Some(name) = schema.remove("$ref") {
        nothing_left(&schema)?;
        let name = name.as_str().and_then(|name| name.strip_prefix("#/$defs/"));
        return Ok(Type::Named(name.context("a reference to elsewhere")?.to_owned()));
    }
    let kind = text(&mut schema, "type")?;
    let of = match kind.as_str() {
        "string" => Type::Text,
        "boolean" => Type::Boolean,
        "integer" => {
            // JavaScript counts no further than 2^53, and nothing here needs more than this.
            ensure!(
                schema.remove("format") == Some(Value::from("uint32")),
                "an integer that is no u32"
            );
            schema.remove("minimum");
            Type::Integer
        }
        "array" => {
            Type::List(Box::new(plain(json(schema.remove("items").context("no `items`")?)?)?))
        }
        other => bail!("a field of type `{other}`"),
    };
    nothing_left(&schema)?;
    Ok(of)
}

fn json(value: Value) -> Result<Json> {
    match value {
        Value::Object(json) => Ok(json),
        other => bail!("{other} is no schema"),
    }
}

fn object(schema: &mut Json, key: &str) -> Result<Json> {
    json(schema.remove(key).with_context(|| format!("no `{key}`"))?)
}

fn text(schema: &mut Json, key: &str) -> Result<String> {
    match schema.remove(key) {
        Some(Value::String(text)) => Ok(text),
        _ => bail!("no `{key}`, or none that is one word"),
    }
}

fn nothing_left(schema: &Json) -> Result<()> {
    ensure!(schema.is_empty(), "what is not understood: {}", Value::Object(schema.clone()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(field: &Value) -> Result<Type> {
        let schema = json!({
            "title": "T", "description": "A type.", "type": "object", "$defs": {},
            "properties": {"f": field},
        });
        let mut schemas = Schemas { types: BTreeMap::new(), given: Vec::new() };
        schemas.add(super::json(schema)?)?;
        match schemas.types.remove("T").map(|declared| declared.shape) {
            Some(Shape::Object(mut fields)) => Ok(fields.remove(0).of),
            _ => bail!("no object"),
        }
    }

    #[test]
    fn what_may_be_null_is_what_may_be_left_out() {
        let field =
            json!({"description": "A list.", "type": "array", "items": {"$ref": "#/$defs/X"}});
        assert_eq!(read(&field).unwrap(), Type::List(Box::new(Type::Named("X".to_owned()))));
        let field = json!({"description": "Text.", "type": ["string", "null"]});
        assert_eq!(read(&field).unwrap(), Type::Text);
    }

    #[test]
    fn a_new_shape_is_a_decision() {
        for (unknown, part) in [
            (json!({"description": "A number.", "type": "number"}), "type `number`"),
            (json!({"description": "A word.", "type": "string", "pattern": "a+"}), "pattern"),
            (json!({"description": "A big one.", "type": "integer", "format": "uint64"}), "no u32"),
            (json!({"type": "string"}), "no `description`"),
        ] {
            let error = format!("{:#}", read(&unknown).unwrap_err());
            assert!(error.contains(part), "{error}");
        }
    }
}

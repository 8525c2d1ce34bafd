//! Two other parsers, and what they make of a document, in one form.

use granit_parser::{Event, Parser as Granit, ScalarStyle, options};
use std::borrow::Cow;
use ztn_core::parse::{Document, Node, NodeKind, Style};

/// One step through a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    Scalar(Style, Cow<'a, str>),
    Alias,
    Sequence,
    Mapping,
    End,
}

pub(crate) fn ours(doc: &Document) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    steps_of(doc.root(), &mut steps);
    steps
}

fn steps_of<'a>(node: Node<'a>, steps: &mut Vec<Step<'a>>) {
    if node.is_alias() {
        steps.push(Step::Alias);
        return;
    }
    match node.kind() {
        NodeKind::Scalar => steps.push(Step::Scalar(node.style(), node.text().into())),
        NodeKind::Sequence => {
            steps.push(Step::Sequence);
            node.items().for_each(|item| steps_of(item, steps));
            steps.push(Step::End);
        }
        NodeKind::Mapping => {
            steps.push(Step::Mapping);
            for (key, value) in node.pairs() {
                steps_of(key, steps);
                steps_of(value, steps);
            }
            steps.push(Step::End);
        }
    }
}

/// `granit-parser`: YAML 1.2, written from the specification.
pub(crate) fn granit(text: &str) -> Result<Vec<Step<'_>>, String> {
    let options = options! {
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
    };
    let mut steps = Vec::new();
    for event in Granit::new_from_str_with_options(text, options) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        match event {
            Event::Scalar(text, style, _, tag) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                };
                // It gives the null that is left out as a `~`.
                let null = style == Style::Plain && text == "~" && tag.is_none();
                steps.push(Step::Scalar(style, if null { "".into() } else { text }));
            }
            Event::SequenceStart(..) => steps.push(Step::Sequence),
            Event::MappingStart(..) => steps.push(Step::Mapping),
            Event::SequenceEnd | Event::MappingEnd => steps.push(Step::End),
            Event::Alias(_) => steps.push(Step::Alias),
            _ => {}
        }
    }
    Ok(steps)
}

/// The same steps with the `~` that is written as the null that is left out.
pub(crate) fn without_tilde(steps: &[Step<'_>]) -> Vec<Step<'static>> {
    steps
        .iter()
        .map(|step| match step {
            Step::Scalar(Style::Plain, text) if text == "~" => {
                Step::Scalar(Style::Plain, "".into())
            }
            Step::Scalar(style, text) => Step::Scalar(*style, text.clone().into_owned().into()),
            Step::Alias => Step::Alias,
            Step::Sequence => Step::Sequence,
            Step::Mapping => Step::Mapping,
            Step::End => Step::End,
        })
        .collect()
}

/// `serde_yaml`, which is libyaml. It resolves scalars by YAML 1.2, so only strings are compared.
pub(crate) fn serde_yaml(text: &str) -> Result<serde_yaml::Value, String> {
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}

/// Is `value` what `node` is, as far as the two can be compared?
pub(crate) fn alike(node: Node<'_>, value: &serde_yaml::Value) -> bool {
    use serde_yaml::Value;
    match (node.kind(), value) {
        (_, Value::Tagged(tagged)) => alike(node, &tagged.value),
        (NodeKind::Sequence, Value::Sequence(items)) => {
            node.items().count() == items.len()
                && node.items().zip(items).all(|(node, value)| alike(node, value))
        }
        (NodeKind::Mapping, Value::Mapping(entries)) => {
            node.pairs().count() == entries.len()
                && node
                    .pairs()
                    .zip(entries)
                    .all(|((key, node), (name, value))| alike(key, name) && alike(node, value))
        }
        (NodeKind::Scalar, Value::String(text)) => node.text() == text,
        // Numbers, booleans and nulls of YAML 1.2 are plain, and so ours are at least that.
        (NodeKind::Scalar, Value::Null | Value::Bool(_) | Value::Number(_)) => true,
        _ => false,
    }
}

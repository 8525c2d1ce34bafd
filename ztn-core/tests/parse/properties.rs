//! What holds of every document that can be read.

use crate::common::ok;
use proptest::prelude::*;
use ztn_core::parse::{Document, Limits, Node, NodeKind, split};

/// Spans lie in the text, nest, and follow one another; every node is where its pointer says.
pub(crate) fn check(doc: &Document) {
    let root = doc.root();
    assert!(root.span().end as usize <= doc.text().len());
    walk(doc, root);
    let mut last = 0;
    for comment in doc.comments() {
        assert!(comment.span.start >= last && comment.span.of(doc.text()).starts_with('#'));
        last = comment.span.end;
    }
}

fn walk(doc: &Document, node: Node<'_>) {
    let span = node.span();
    assert!(doc.text().is_char_boundary(span.start as usize));
    assert!(doc.text().is_char_boundary(span.end as usize));
    if node.is_alias() {
        assert!(span.of(doc.text()).starts_with('*'));
        return;
    }
    let children: Vec<Node<'_>> = match node.kind() {
        NodeKind::Scalar => Vec::new(),
        NodeKind::Sequence => node.items().collect(),
        NodeKind::Mapping => node.pairs().flat_map(|(key, value)| [key, value]).collect(),
    };
    let mut end = span.start;
    for child in children {
        let inner = child.span();
        assert!(span.contains(inner), "{span:?} does not hold {inner:?} in {:?}", doc.text());
        assert!(inner.start >= end, "{inner:?} before {end} in {:?}", doc.text());
        end = inner.end;
        assert_eq!(child.parent().map(Node::id), Some(node.id()));
        walk(doc, child);
    }
}

/// Every node that a lookup can reach is found again by its pointer.
fn pointers(doc: &Document, node: Node<'_>, depth: usize) {
    let pointer = node.pointer();
    if !node.is_alias() {
        assert_eq!(doc.at_pointer(&pointer).map(Node::id), Some(node.id()), "{pointer:?}");
    }
    if depth == 0 {
        return;
    }
    match node.kind() {
        NodeKind::Scalar => {}
        NodeKind::Sequence => node.items().for_each(|item| pointers(doc, item, depth - 1)),
        NodeKind::Mapping => {
            for (key, value) in node.entries() {
                let (_, winner) = node.entry(&key.name()).unwrap();
                if winner.id() == value.id()
                    && !node.is_alias()
                    && value.parent().map(Node::id) == Some(node.id())
                {
                    pointers(doc, value, depth - 1);
                }
            }
        }
    }
}

/// JSON values, which every YAML parser must read as they are.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1.0e20..1.0e20).prop_map(|value: f64| value.into()),
        "[ -~é🦀\\n\\t]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map("[a-zA-Z0-9~/_. \"'-]{0,8}", inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// Lines that are often YAML.
fn yamlish() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n    ", " ", "[", "]", "{", "}", ", ", "'x'",
        "\"y\\n\"", "&a ", "*a", "!!str ", "|\n  t", ">-\n  t", " # c", "<<: ", "1", "~", "é",
        "\r\n",
    ]);
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_is_read_back(value in json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let doc = ok(&text);
        let found = crate::common::to_json(doc.root()).unwrap();
        prop_assert!(crate::common::same(&found, &value), "{text} became {found}");
        check(&doc);
        pointers(&doc, doc.root(), 8);
    }

    #[test]
    fn whatever_is_read_is_well_formed(text in yamlish()) {
        if let Ok(doc) = Document::parse(&text, Limits::default()) {
            check(&doc);
            pointers(&doc, doc.root(), 8);
            for offset in 0..u32::try_from(text.len()).unwrap() {
                if let Some(node) = doc.at_offset(offset) {
                    prop_assert!(node.span().start <= offset && offset <= node.span().end);
                }
            }
        }
    }

    #[test]
    fn faults_are_in_the_text_and_in_one_clause(text in yamlish()) {
        if let Err(error) = Document::parse(&text, Limits::default()) {
            prop_assert!(text.is_char_boundary(error.span.start as usize), "{error:?}");
            prop_assert!(text.is_char_boundary(error.span.end as usize), "{error:?}");
            let first = error.message.chars().next().unwrap();
            prop_assert!(!first.is_uppercase() && !error.message.ends_with('.'), "{error:?}");
        }
    }

    #[test]
    fn chunks_cover_everything_that_means_something(text in yamlish(), other in yamlish()) {
        let stream = format!("{text}\n---\n{other}");
        let mut end = 0;
        for chunk in split(&stream) {
            prop_assert!(chunk.span.start >= end && chunk.span.start < chunk.span.end);
            for line in stream[end as usize..chunk.span.start as usize].lines() {
                let line = line.trim_start();
                prop_assert!(line.is_empty() || line.starts_with(['#', '-', '.']), "lost {line:?}");
            }
            end = chunk.span.end;
        }
    }
}

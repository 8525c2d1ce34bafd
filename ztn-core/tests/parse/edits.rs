//! Edits make exactly the change they are asked for: every one of them, at every node of every file in
//! `testdata`, as it is, with CRLF, and as JSON.

use serde_json::{Value as Json, json};
use ztn_core::parse::edit::{self, TextEdit, Value};
use ztn_core::parse::{Document, Node, NodeKind, split};

use crate::common::{ok, parse, same, testdata, to_json};

/// How many edits were made, and how many nodes there was none for.
#[derive(Debug, Default)]
struct Tally {
    made: usize,
    none: usize,
}

#[test]
fn an_edit_makes_its_change_and_no_other() {
    let mut tally = [Tally::default(), Tally::default(), Tally::default()];
    for text in documents() {
        let Ok(document) = parse(&text) else { continue };
        let Some(before) = to_json(document.root()) else { continue };
        let mut nodes = Vec::new();
        collect(document.root(), &mut nodes);
        for node in nodes {
            check_replace(&document, node, &before, &mut tally[0]);
            check_add(&document, node, &before, &mut tally[1]);
            check_remove(&document, node, &before, &mut tally[2]);
        }
    }
    // What is left is tagged, aliased, or in one of the odd forms that the parser's tests are full of.
    for Tally { made, none } in &tally {
        assert!(*made > 2000 && none * 20 < *made, "{tally:?}");
    }
}

/// Each edit reads its document anew: at every node of a dump that takes minutes, and shows nothing more.
const LONGEST: usize = 6_000;

/// Each document of each file, as it is, with CRLF, and as JSON.
fn documents() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = vec![testdata().parent().unwrap().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml" || end == "json") {
                texts.extend(std::fs::read_to_string(path));
            }
        }
    }
    let mut documents = Vec::new();
    for text in texts {
        for chunk in split(&text) {
            let text = chunk.span.of(&text).to_owned();
            if text.len() > LONGEST {
                continue;
            }
            if let Some(json) = parse(&text).ok().and_then(|document| to_json(document.root())) {
                documents.push(json.to_string());
                documents.push(serde_json::to_string_pretty(&json).unwrap());
            }
            documents.push(text.replace("\r\n", "\n").replace('\n', "\r\n"));
            documents.push(text);
        }
    }
    documents
}

fn collect<'a>(node: Node<'a>, nodes: &mut Vec<Node<'a>>) {
    nodes.push(node);
    if !node.is_alias() {
        node.pairs().for_each(|(_, value)| collect(value, nodes));
        node.items().for_each(|item| collect(item, nodes));
    }
}

fn check_replace(document: &Document, node: Node<'_>, before: &Json, tally: &mut Tally) {
    if node.kind() != NodeKind::Scalar || node.is_null() {
        return;
    }
    for (value, wanted) in [
        (Value::Bool(true), json!(true)),
        (Value::Int(30), json!(30)),
        (Value::Str("--a=b,c"), json!("--a=b,c")),
        (Value::Str("it's \"so\": # yes"), json!("it's \"so\": # yes")),
        (Value::Str("false"), json!("false")),
    ] {
        // In quotes a boolean stays one: it is what takes their place.
        let edit = edit::replace(node, &value);
        check(document, edit, changed(before, node, |there| *there = wanted), tally);
    }
}

fn check_add(document: &Document, node: Node<'_>, before: &Json, tally: &mut Tally) {
    let inner = || Value::field("name", "x");
    match node.kind() {
        NodeKind::Mapping => {
            let edit = edit::write(node, &["ztn/new"], &Value::Str("a"));
            let add = |there: &mut Json| there["ztn/new"] = json!("a");
            check(document, edit, changed(before, node, add), tally);
            let edit = edit::write(node, &["ztn/new", "true", "c"], &Value::Bool(false));
            let add = |there: &mut Json| there["ztn/new"] = json!({"true": {"c": false}});
            check(document, edit, changed(before, node, add), tally);
        }
        NodeKind::Sequence => {
            for (value, wanted) in [
                (Value::Str("--a=b"), json!("--a=b")),
                (inner(), json!({"name": "x"})),
                (Value::argument("a", "b"), json!({"name": "a", "value": "b"})),
            ] {
                let edit = edit::append(node, &value);
                let add = |there: &mut Json| there.as_array_mut().unwrap().push(wanted);
                check(document, edit, changed(before, node, add), tally);
            }
        }
        NodeKind::Scalar if node.is_null() => {
            let Some(parent) = node.parent().filter(|parent| parent.kind() == NodeKind::Mapping)
            else {
                return;
            };
            let Some((key, _)) = parent.pairs().find(|(_, value)| value.id() == node.id()) else {
                return;
            };
            let name = key.name();
            let edit = edit::write(parent, &[&name, "x"], &Value::Int(1));
            let fill = |there: &mut Json| there[&*name] = json!({"x": 1});
            check(document, edit, changed(before, parent, fill), tally);
        }
        NodeKind::Scalar => {}
    }
}

fn check_remove(document: &Document, node: Node<'_>, before: &Json, tally: &mut Tally) {
    if node.is_alias() {
        return;
    }
    for (key, _) in node.pairs() {
        let is_last = node.pairs().filter(|(other, _)| other.name() == key.name()).count() == 1;
        let name = key.name();
        let remove = |there: &mut Json| {
            if is_last {
                there.as_object_mut().unwrap().remove(&*name);
            }
        };
        let edit = edit::remove_entry(node, key);
        check(document, edit, changed(before, node, remove), tally);
    }
    for (at, item) in node.items().enumerate() {
        let remove = |there: &mut Json| drop(there.as_array_mut().unwrap().remove(at));
        let edit = edit::remove_item(node, item);
        check(document, edit, changed(before, node, remove), tally);
    }
}

/// `before` with a change at the place of `node`; none where JSON has no such place.
fn changed(before: &Json, node: Node<'_>, change: impl FnOnce(&mut Json)) -> Option<Json> {
    let mut after = before.clone();
    let pointer = node.pointer_from(node.document().root())?;
    // What a later entry of the same name, or a merge, goes over is not in the JSON.
    node.document().at_pointer(&pointer).filter(|found| found.id() == node.id())?;
    change(after.pointer_mut(&pointer)?);
    Some(after)
}

fn check(document: &Document, edit: Option<TextEdit>, wanted: Option<Json>, tally: &mut Tally) {
    let (Some(edit), Some(wanted)) = (edit, wanted) else {
        tally.none += 1;
        return;
    };
    let before = document.text();
    let after = edit::apply(before, [&edit]).unwrap();
    let read = parse(&after).ok().and_then(|document| to_json(document.root()));
    assert!(
        read.as_ref().is_some_and(|read| same(read, &wanted)),
        "{edit:?}\n--- before\n{before}\n--- after\n{after}\n--- read\n{read:?}\n--- wanted\n{wanted}"
    );
    if before.contains("\r\n") && !before.replace("\r\n", "").contains(['\r', '\n']) {
        assert!(!after.replace("\r\n", "").contains(['\r', '\n']), "{edit:?}: {after:?}");
    }
    // Comments stay, but for those of what went.
    let comments = |document: &Document| -> Vec<String> {
        let text = document.text();
        document.comments().iter().map(|comment| comment.span.of(text).to_owned()).collect()
    };
    let kept: Vec<String> = document
        .comments()
        .iter()
        .filter(|comment| !edit.span.contains(comment.span))
        .map(|comment| comment.span.of(before).to_owned())
        .collect();
    assert_eq!(comments(&ok(&after)), kept, "{edit:?}: {after}");
    tally.made += 1;
}

#[test]
fn what_goes_takes_its_own_comment_along_and_no_other() {
    for (before, after) in [
        ("# above\na: 1 # beside\n# below\nb: 2\n", Some("# above\n# below\nb: 2\n")),
        ("- a: 1 # beside\n  b: 2\n", Some("- b: 2\n")),
        ("- a: 1\n  # of b\n  b: 2\n", None),
        ("x:\n  a: 1 # beside\ny: 2\n", Some("x: {} # beside\ny: 2\n")),
        ("{a: 1, # beside\n b: 2}", None),
        ("x:\n  a:\n    - 1 # inside\n  b: 2\n", Some("x:\n  b: 2\n")),
        ("a: &x 1\nb: *x\n", None),
        ("a: |+\n  text\n\nb: 2\n", None),
        ("? a\n: 1\nb: 2\n", None),
    ] {
        let document = ok(before);
        let holder = std::iter::successors(Some(document.root()), |node| {
            node.items().next().or(node.pairs().next().map(|(_, value)| value))
        });
        let (mapping, key) = holder
            .filter_map(|node| Some((node, node.entry("a")?.0)))
            .next()
            .unwrap_or_else(|| panic!("{before}"));
        let edit = edit::remove_entry(mapping, key);
        let made = edit.map(|edit| edit::apply(before, [&edit]).unwrap());
        assert_eq!(made.as_deref(), after, "{before}");
    }
}

#[test]
fn what_is_new_looks_like_what_is_there() {
    let path = ["securityContext", "privileged"];
    for (before, after) in [
        (
            "- name: a\n  image: b # c\n",
            "- name: a\n  image: b # c\n  securityContext:\n    privileged: false\n",
        ),
        ("- name: a", "- name: a\n  securityContext:\n    privileged: false"),
        ("- {name: a}\n", "- {name: a, securityContext: {privileged: false}}\n"),
        (
            "- name: a\n  securityContext: {}\n",
            "- name: a\n  securityContext: {privileged: false}\n",
        ),
        (
            "- name: a\n  securityContext: # none\n",
            "- name: a\n  securityContext: {privileged: false} # none\n",
        ),
        (
            "- name: a\n  securityContext:\n    privileged: yes # no\n",
            "- name: a\n  securityContext:\n    privileged: false # no\n",
        ),
        (r#"[{"name":"a"}]"#, r#"[{"name":"a", "securityContext": {"privileged": false}}]"#),
        (
            "[\n  {\n    \"name\": \"a\"\n  }\n]",
            "[\n  {\n    \"name\": \"a\",\n    \"securityContext\": {\"privileged\": false}\n  }\n]",
        ),
        (
            "- name: a\r\n  x: |\r\n    text\r\n",
            "- name: a\r\n  x: |\r\n    text\r\n  securityContext:\r\n    privileged: false\r\n",
        ),
    ] {
        let document = ok(before);
        let item = document.root().items().next().unwrap();
        let edit = edit::write(item, &path, &Value::Bool(false)).unwrap();
        assert_eq!(edit::apply(before, [&edit]).unwrap(), after);
    }
}

#[test]
fn edits_that_overlap_are_refused() {
    let edit = |start, end, text: &str| TextEdit {
        span: ztn_core::span::Span::new(start, end),
        text: text.to_owned(),
    };
    let text = "abcdef";
    assert_eq!(
        edit::apply(text, [&edit(4, 5, "E"), &edit(0, 2, "")]).as_deref(),
        Some("cdEf"),
        "in any order"
    );
    assert_eq!(edit::apply(text, [&edit(0, 3, ""), &edit(2, 4, "")]), None);
    assert_eq!(edit::apply(text, [&edit(5, 9, "")]), None);
    assert_eq!(edit::apply("é", [&edit(1, 1, "x")]), None, "inside a character");
}

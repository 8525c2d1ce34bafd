//! Tables and trees that are kept as files.

use crate::common::{ok, parse, read, rows, same, testdata, to_json};
use std::fmt::Write as _;
use ztn_core::parse::{Document, Node, NodeKind};
use ztn_core::span::Span;

/// `scalars.tsv`: what Go makes of a value.
#[test]
fn scalars_are_what_go_makes_of_them() {
    let mut wrong = String::new();
    for (text, expected) in rows("scalars.tsv") {
        let found =
            parse(&format!("a: {text}\n")).ok().and_then(|doc| to_json(doc.root().get("a")?));
        let expected = serde_json::from_str(&expected).ok();
        let agree = match (&found, &expected) {
            (Some(found), Some(expected)) => same(found, expected),
            (None, None) => true,
            _ => false,
        };
        if !agree {
            writeln!(wrong, "{text:?}: {found:?}, Go {expected:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// `keys.tsv`: what Go calls a key, and whether a lookup under that name finds it.
#[test]
fn keys_have_the_names_that_go_gives_them() {
    let mut wrong = String::new();
    for (text, expected) in rows("keys.tsv") {
        let doc = parse(&format!("{text}: z\n"));
        let found = doc.as_ref().ok().and_then(|doc| {
            let (key, value) = doc.root().entries().next()?;
            (value.text() == "z" || text.starts_with("!!")).then(|| key.name().into_owned())
        });
        // A key that is nothing but a tag takes the `:` as part of the tag: the value is the root.
        let found = match found {
            None if doc.as_ref().is_ok_and(|doc| doc.root().text() == "z") => Some("z".to_owned()),
            found => found,
        };
        let expected: Option<String> = serde_json::from_str(&expected).ok();
        let reached = match (&doc, &expected) {
            (Ok(doc), Some(name)) => {
                doc.root().kind() == NodeKind::Scalar || doc.root().get(name).is_some()
            }
            _ => true,
        };
        if found != expected || !reached {
            writeln!(wrong, "{text:?}: {found:?}, Go {expected:?}, found again: {reached}")
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every `NAME.yaml` has its `NAME.tree`, or its `NAME.err` if it cannot be read. With
/// `ZTN_BLESS=1` in the environment they are written.
#[test]
fn trees_and_errors_are_as_recorded() {
    let bless = std::env::var_os("ZTN_BLESS").is_some();
    let mut wrong = String::new();
    let mut seen = 0;
    let mut paths: Vec<_> =
        std::fs::read_dir(testdata()).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ext| ext == "yaml")) {
        seen += 1;
        let text = std::fs::read_to_string(path).unwrap();
        let (found, extension, other) = match parse(&text) {
            Ok(doc) => (tree(&doc), "tree", "err"),
            Err(error) => {
                let place = place(&text, error.span);
                (format!("{:?}: {}\n{place}", error.kind, error.message), "err", "tree")
            }
        };
        let golden = path.with_extension(extension);
        if bless {
            std::fs::write(&golden, &found).unwrap();
            let _ = std::fs::remove_file(path.with_extension(other));
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if found != expected {
            writeln!(wrong, "{}:\n{found}", golden.display()).unwrap();
        }
    }
    assert!(seen > 30, "only {seen} files");
    assert!(wrong.is_empty(), "{wrong}");
}

/// The span, its line and what it covers.
fn place(text: &str, span: Span) -> String {
    let before = &text[..span.start as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
    format!("{}..{} ({line}:{column}) {:?}\n", span.start, span.end, span.of(text))
}

fn tree(doc: &Document) -> String {
    let mut out = String::new();
    node(doc.root(), 0, "", &mut out);
    for comment in doc.comments() {
        let kind = if comment.trailing { "trailing comment" } else { "comment" };
        let Span { start, end } = comment.span;
        writeln!(out, "{kind} {start}..{end} {:?}", comment.span.of(doc.text())).unwrap();
    }
    for (first, second) in doc.duplicate_keys() {
        writeln!(out, "duplicate {:?} {:?}", first.span().start, second.span()).unwrap();
    }
    if let Some(json) = to_json(doc.root()) {
        writeln!(out, "json {json}").unwrap();
    }
    out
}

fn node(node_: Node<'_>, depth: usize, role: &str, out: &mut String) {
    let Span { start, end } = node_.span();
    let indent = "  ".repeat(depth);
    write!(out, "{indent}{role}{start}..{end} ").unwrap();
    if node_.is_alias() {
        writeln!(out, "alias of {:?}", node_.target().span()).unwrap();
        return;
    }
    match node_.kind() {
        NodeKind::Scalar => {
            let text = node_.text();
            writeln!(out, "{:?} {text:?} {:?}", node_.style(), node_.scalar().unwrap()).unwrap();
        }
        NodeKind::Sequence => {
            writeln!(out, "{:?} sequence", node_.style()).unwrap();
            node_.items().for_each(|item| node(item, depth + 1, "- ", out));
        }
        NodeKind::Mapping => {
            writeln!(out, "{:?} mapping", node_.style()).unwrap();
            for (key, value) in node_.pairs() {
                node(key, depth + 1, if key.is_merge_key() { "merge " } else { "key " }, out);
                node(value, depth + 2, "", out);
            }
        }
    }
}

/// The file that lists where others differ is itself read by the parser's kind of care.
#[test]
fn every_recorded_tree_belongs_to_a_file() {
    for entry in std::fs::read_dir(testdata()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "tree" || ext == "err") {
            assert!(path.with_extension("yaml").exists(), "{} has no .yaml", path.display());
        }
    }
    assert!(read("scalars.tsv").lines().count() > 300);
    assert_eq!(ok("a: 1").root().get("a").unwrap().as_i64(), Some(1));
}

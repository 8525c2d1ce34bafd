//! The reading side: lookups, merges, pointers, offsets, duplicates.

use crate::common::{ok, parse};
use ztn_core::parse::{Document, Limits, Node, Parser, Scalar, Style, SyntaxErrorKind};
use ztn_core::span::Span;

fn at<'a>(doc: &'a Document, pointer: &str) -> Node<'a> {
    doc.at_pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer:?}"))
}

#[test]
fn typed_getters_take_what_the_api_server_takes() {
    let doc =
        ok("i: 0644\ne: 1e3\nf: 1.5\nd: 123\nq: \"123\"\nb: yes\nz:\nu: 18446744073709551615\n\
                  big: 1234567890123456789.0\ninf: .inf\nneg: -0.0\n");
    let root = doc.root();
    let get = |key: &str| root.get(key).unwrap();
    assert_eq!(get("i").as_i64(), Some(420));
    assert_eq!(get("e").as_i64(), Some(1000));
    assert_eq!(get("f").as_i64(), None);
    assert_eq!(get("d").as_str(), None);
    assert_eq!(get("d").text(), "123");
    assert_eq!(get("q").as_str(), Some("123"));
    assert_eq!(get("q").as_i64(), None);
    assert_eq!(get("b").as_bool(), Some(true));
    assert_eq!(get("b").as_str(), None);
    assert!(get("z").is_null() && get("z").as_str().is_none());
    assert_eq!(get("u").scalar(), Some(Scalar::UInt(u64::MAX)));
    assert_eq!(get("u").as_i64(), None);
    assert_eq!(get("big").as_i64(), Some(1_234_567_890_123_456_800), "as Go prints it in JSON");
    assert_eq!(get("inf").scalar(), Some(Scalar::Float(f64::INFINITY)));
    assert!(get("inf").as_i64().is_none() && get("inf").as_str().is_none());
    assert_eq!(get("neg").as_i64(), Some(0));
    assert!(root.scalar().is_none() && root.text().is_empty() && root.as_str().is_none());
}

#[test]
fn the_last_of_two_equal_keys_wins_and_both_are_kept() {
    let doc = ok("a: 1\nb: 2\n\"a\": 3\non: x\n'true': y\n");
    let root = doc.root();
    assert_eq!(root.get("a").unwrap().as_i64(), Some(3));
    assert_eq!(root.get("true").unwrap().text(), "y");
    assert!(root.get("on").is_none());
    assert_eq!(root.entries().count(), 5);
    let duplicates: Vec<_> =
        doc.duplicate_keys().iter().map(|(a, b)| (a.text(), b.text(), b.span().start)).collect();
    assert_eq!(duplicates, [("a", "a", 10), ("on", "true", 23)]);
}

#[test]
fn duplicates_are_found_in_large_mappings_too() {
    let mut text: String = (0..50).map(|key| format!("k{key}: {key}\n")).collect();
    text.push_str("k7: x\nk3: y\nk7: z\n");
    let doc = ok(&text);
    let found: Vec<_> =
        doc.duplicate_keys().iter().map(|(a, b)| (a.text(), a.id() < b.id())).collect();
    assert_eq!(found, [("k7", true), ("k3", true), ("k7", true)]);
}

#[test]
fn merges_are_applied_in_the_order_of_go_yaml() {
    let doc = ok("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\n\
                  one: {<<: *x, a: 9}\ntwo: {a: 9, <<: *x}\nthree: {<<: [*x, *y]}\n\
                  four: {\"<<\": *x}\nfive: {<<: {d: 4}}\nsix: &six {<<: *y, e: 5}\nseven: {<<: *six}\n");
    let json = |pointer: &str| crate::common::to_json(at(&doc, pointer)).unwrap().to_string();
    assert_eq!(json("/one"), r#"{"a":9,"b":1}"#);
    assert_eq!(json("/two"), r#"{"a":1,"b":1}"#, "what is merged later wins, as in go-yaml v2");
    assert_eq!(json("/three"), r#"{"a":1,"b":1,"c":2}"#);
    assert_eq!(json("/four"), r#"{"<<":{"a":1,"b":1}}"#);
    assert_eq!(json("/five"), r#"{"d":4}"#);
    assert_eq!(json("/seven"), r#"{"b":2,"c":2,"e":5}"#);
    assert_eq!(at(&doc, "/seven").get("c").unwrap().as_i64(), Some(2));
    assert_eq!(at(&doc, "/one").get("b").unwrap().pointer(), "/x/b", "where it is written");
    let keys: Vec<_> = at(&doc, "/one").entries().map(|(key, _)| key.text()).collect();
    assert_eq!(keys, ["a", "b"], "its own keys first");
    assert_eq!(at(&doc, "/one").pairs().count(), 2, "as written, with the merge key");
}

#[test]
fn merges_and_aliases_are_bounded_when_the_document_is_read() {
    let limits = Limits { alias_visits: 3, ..Limits::default() };
    let text = "x: &x {a: 1, b: 1, c: 1}\ny: {<<: *x}\n";
    assert!(Document::parse(text, limits).is_ok());
    let error =
        Document::parse("x: &x {a: 1, b: 1, c: 1, d: 1}\ny: {<<: *x}\n", limits).unwrap_err();
    assert_eq!(error.span, Span::new(39, 41));
    for (text, message) in [
        ("a: &a [*a]\n", "the value of the anchor `&a` contains itself"),
        ("a: *b\nb: &b 1\n", "no anchor `&b` comes before this alias"),
        ("a: {<<: 1}\n", "`<<` merges mappings only"),
        ("a: &a 1\nb: {<<: *a}\n", "`<<` merges mappings only"),
        ("b: {<<: [{}, []]}\n", "`<<` merges mappings only"),
    ] {
        assert_eq!(parse(text).unwrap_err().message, message);
    }
}

#[test]
fn an_alias_is_what_it_stands_for_at_its_own_place() {
    let doc = ok("a: &x {k: [1, 2]}\nb: *x\n*y : 1\n".replace("*y : 1\n", "").as_str());
    let alias = doc.root().get("b").unwrap();
    assert!(alias.is_alias() && alias.style() == Style::Flow);
    assert_eq!(alias.span(), Span::new(21, 23));
    assert_eq!(alias.pointer(), "/b");
    assert_eq!(at(&doc, "/b/k/1").as_i64(), Some(2));
    let doc = ok("a: &k name\n*k : v\n");
    assert_eq!(doc.root().get("name").unwrap().text(), "v");
}

#[test]
fn pointers_go_both_ways() {
    let doc = ok("a/b:\n- x\n- m~n: [1, {on: 2}]\n");
    for pointer in ["", "/a~1b", "/a~1b/0", "/a~1b/1/m~0n/1/true"] {
        assert_eq!(at(&doc, pointer).pointer(), pointer);
    }
    for pointer in ["a", "/x", "/a~1b/2", "/a~1b/00", "/a~1b/+1", "/a~1b/-", "/a~1b/0/x", "/"] {
        assert!(doc.at_pointer(pointer).is_none(), "{pointer:?}");
    }
    let key = doc.root().entries().next().unwrap().0;
    assert_eq!(key.pointer(), "/a~1b");
    assert_eq!(key.parent().unwrap().id(), doc.root().id());
    assert!(doc.root().parent().is_none());
}

#[test]
fn offsets_find_the_innermost_node() {
    let text = "a:\n- b: 'x'\n  c: [1, 2]\n";
    let doc = ok(text);
    let found = |needle: &str| {
        let offset = u32::try_from(text.find(needle).unwrap()).unwrap();
        doc.at_offset(offset).unwrap().span().of(text)
    };
    assert_eq!(found("b:"), "b");
    assert_eq!(found("x'"), "'x'");
    assert_eq!(found(", 2"), "1");
    assert_eq!(found("[1"), "[1, 2]");
    assert!(found("- b").starts_with("- b"));
    assert!(doc.at_offset(1000).is_none());
}

#[test]
fn a_null_that_is_left_out_is_after_its_colon() {
    let doc = ok("a:\nb:   # x\nc: !!str\nd:\n-\n- 1\n");
    let spans: Vec<_> = doc.root().entries().map(|(_, value)| value.span()).collect();
    assert_eq!(spans[0], Span::at(2));
    assert_eq!(spans[1], Span::at(5));
    assert_eq!(doc.root().get("c").unwrap().as_str(), Some(""));
    assert_eq!(doc.root().get("d").unwrap().items().next().unwrap().span(), Span::at(25));
}

#[test]
fn spans_are_bytes_after_emoji_and_carriage_returns() {
    let text = "k: 🦀 x\r\n\"é\": [ 'ü' ]\r\nlast: |\r\n  a\r\n  b\r\n";
    let doc = ok(text);
    let spans: Vec<_> = doc
        .root()
        .pairs()
        .map(|(key, value)| (key.span().of(text), value.span().of(text)))
        .collect();
    assert_eq!(spans, [("k", "🦀 x"), ("\"é\"", "[ 'ü' ]"), ("last", "|\r\n  a\r\n  b")]);
    assert_eq!(doc.root().get("last").unwrap().text(), "a\nb\n");
}

#[test]
fn json_is_read_as_kubectls_decoder_reads_it() {
    let text = r#"{"a\/b": "\ud83d\ude00 \ud83d", "n": 1E2, "x"
        : [true, null, {}], "a\/b": 2}"#;
    let doc = ok(text);
    assert_eq!(doc.root().entries().next().unwrap().1.text(), "😀 \u{fffd}");
    assert_eq!(doc.root().get("a/b").unwrap().as_i64(), Some(2));
    assert_eq!(doc.root().get("n").unwrap().as_i64(), Some(100));
    assert_eq!(doc.duplicate_keys().len(), 1);
    let long = format!("{{\"{}\": 1}}", "k".repeat(2000));
    assert_eq!(ok(&long).root().entries().count(), 1, "no limit on keys in JSON");
    assert!(parse("a: \"\\/\"\n").is_err(), "not in YAML");
    assert!(parse("{'a': \"\\/\"}").is_err(), "not JSON either");
    assert_eq!(ok("{\"a\": [1, 2, ], }").root().get("a").unwrap().items().count(), 2);
}

#[test]
fn templates_are_told_from_mistakes() {
    for (text, marker) in [
        ("a: {{ .x }}\n", "{{ .x }}"),
        ("{{- if .x }}\na: 1\n{{- end }}\n", "{{- if .x }}"),
        ("a:\n  {{ toYaml .x | indent 2 }}\n", "{{ toYaml .x | indent 2 }}"),
        ("# {{ .c }}\na: \"{{ .x }}\"\nb: {{ .y }}-z\n", "{{ .y }}"),
        ("{% if x %}\na: 1\n", "{% if x %}"),
        ("- {{ .x }}\n", "{{ .x }}"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(
            (error.kind, error.span.of(text)),
            (SyntaxErrorKind::Template, marker),
            "{text:?}"
        );
    }
    for text in ["a: \"{{ .x }}\"\n", "a: x {{ .x }} y\n", "a: |\n  {{ .x }}\n", "a: 'up{{.n}}'\n"]
    {
        assert!(parse(text).is_ok(), "{text:?}");
    }
    let error = parse("a: \"{{ .x }}\"\nb: [1\n").unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str()),
        (SyntaxErrorKind::Syntax, "this `[` is never closed")
    );
}

#[test]
fn a_parser_forgets_the_document_before() {
    let mut parser = Parser::new();
    parser.parse("a: &x 'it''s' # c\nb: *x\n", Limits::default()).unwrap();
    assert!(parser.parse("[", Limits::default()).is_err());
    let doc = parser.parse("k: \"v\\n\"\n", Limits::default()).unwrap();
    assert_eq!(doc.root().get("k").unwrap().text(), "v\n");
    assert!(doc.comments().is_empty());
    assert!(parser.parse("b: *x\n", Limits::default()).is_err(), "anchors too");
}

//! Streams to documents.

use crate::common::ok;
use ztn_core::parse::split;

fn parts(text: &str) -> Vec<&str> {
    split(text).iter().map(|chunk| chunk.span.of(text)).collect()
}

#[test]
fn documents_end_at_three_dashes() {
    assert_eq!(parts("a: 1\n---\nb: 2\n"), ["a: 1\n", "b: 2\n"]);
    assert_eq!(parts("---\na: 1\n--- \nb: 2"), ["a: 1\n", "b: 2"]);
    assert_eq!(parts("a: 1\r\n---\r\nb: 2\r\n"), ["a: 1\r\n", "b: 2\r\n"]);
    assert_eq!(parts("a: 1\r---\rb: 2\r"), ["a: 1\r", "b: 2\r"]);
    assert_eq!(parts("a: |\n  x\n---\nb: 2\n"), ["a: |\n  x\n", "b: 2\n"]);
}

#[test]
fn dashes_that_are_no_mark_stay() {
    for text in ["a: ---\n", "----\n", "a: |\n  ---\n", "---a: 1\n", " ---\n", "a: 1\n---b\n"] {
        assert_eq!(parts(text), [text]);
    }
}

#[test]
fn nothing_but_comments_is_no_document() {
    assert_eq!(parts(""), [""; 0]);
    assert_eq!(parts("\u{feff}"), [""; 0]);
    assert_eq!(parts("---\n---\n# x\n---\n \t\n"), [""; 0]);
    assert_eq!(parts("# licence\n---\na: 1\n---\n# end"), ["a: 1\n"]);
    // A null that is written is a document.
    assert_eq!(parts("~\n---\nnull\n"), ["~\n", "null\n"]);
}

#[test]
fn what_follows_the_dashes_on_their_line_belongs_to_the_document() {
    assert_eq!(parts("--- {a: b}\n--- # note\nc: d\n"), ["--- {a: b}\n", " # note\nc: d\n"]);
    assert_eq!(ok("--- {a: b}\n").root().get("a").unwrap().text(), "b");
    assert_eq!(ok("--- |\n x\n").root().text(), "x\n");
    assert_eq!(ok("--- !!str\n12\n").root().as_str(), Some("12"));
    let doc = ok(" # note\nc: d\n");
    assert_eq!(doc.comments().len(), 1);
    assert!(!doc.comments()[0].trailing);
}

#[test]
fn directives_belong_to_the_document_that_follows() {
    let text = "%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n---\nb: 2\n";
    assert_eq!(parts(text), ["%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n", "b: 2\n"]);
    assert_eq!(ok(parts(text)[0]).root().get("a").unwrap().as_str(), Some("1"));
    let text = "a: 1\n...\n# x\n%YAML 1.1\n---\nb: 2\n";
    assert_eq!(parts(text), ["a: 1\n", "%YAML 1.1\n---\nb: 2\n"]);
    assert!(crate::common::parse("%YAML 1.2\n---\na: 1\n").is_err(), "kubectl refuses it");
}

#[test]
fn three_dots_end_a_document() {
    assert_eq!(parts("a: 1\n...\n---\nb: 2\n...\n"), ["a: 1\n", "b: 2\n"]);
    assert_eq!(parts("a: 1\n... # end\nb: 2\n"), ["a: 1\n", " # end\nb: 2\n"]);
    assert_eq!(parts("a: ...\n.... : x\n"), ["a: ...\n.... : x\n"]);
}

#[test]
fn json_values_follow_one_another() {
    assert_eq!(parts(r#"{"a": 1}"#), [r#"{"a": 1}"#]);
    assert_eq!(
        parts("{\"a\": \"}\\\"{\"}\n{\"b\": [{}]}{}\n"),
        ["{\"a\": \"}\\\"{\"}", "{\"b\": [{}]}", "{}"]
    );
    assert_eq!(parts("{a: 1}\n---\n{b: 2}\n"), ["{a: 1}\n", "{b: 2}\n"]);
    assert_eq!(parts("{\"a\":1}\n{\"b\":2}\n---\nc: 3\n"), ["{\"a\":1}", "{\"b\":2}", "c: 3\n"]);
    // Flow YAML that goes on, and templates, are not cut.
    for text in ["{a: 1}: b\n", "{{ .x }}\n{{ .y }}\n", "{% x %}\na: 1\n", "{unclosed\n"] {
        assert_eq!(parts(text), [text]);
    }
}

#[test]
fn a_byte_order_mark_begins_a_stream_or_a_document() {
    assert_eq!(parts("\u{feff}---\na: 1\n"), ["a: 1\n"]);
    let text = "a: 1\n---\n\u{feff}b: 2\n";
    assert_eq!(parts(text), ["a: 1\n", "\u{feff}b: 2\n"]);
    assert_eq!(ok(parts(text)[1]).root().get("b").unwrap().as_i64(), Some(2));
}

#[test]
fn chunks_are_in_order_and_never_overlap() {
    let text = "%YAML 1.1\n---\na\n--- b\n...\n---\n{\"a\":1}\n---\n---\n#\n---\n'x\n---\n";
    let mut end = 0;
    for chunk in split(text) {
        assert!(chunk.span.start >= end && chunk.span.start < chunk.span.end);
        end = chunk.span.end;
    }
}

//! Input made to hurt. Cost is bounded by structure: a depth that is refused, a tape no longer than
//! the text, one pass. Nothing here measures time; a quadratic parser would simply not come back.

use crate::common::{ok, parse};
use ztn_core::parse::{Document, Limits, Parser, SyntaxErrorKind, split};

const DEEP: usize = 100_000;
const MEGABYTE: usize = 1 << 20;

#[test]
fn deep_nesting_is_refused_where_it_becomes_too_deep() {
    let block: String = (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    for text in [
        "[".repeat(DEEP),
        "[".repeat(DEEP) + &"]".repeat(DEEP),
        "{a: ".repeat(DEEP),
        "- ".repeat(DEEP),
        "[a: ".repeat(DEEP),
        block,
    ] {
        let error = parse(&text).unwrap_err();
        assert_eq!(error.kind, SyntaxErrorKind::TooDeep, "{:?}", &text[..20]);
        assert!((error.span.start as usize) < 30_000);
    }
    // Keys that are collections are refused before they nest.
    assert_eq!(parse(&"? ".repeat(DEEP)).unwrap_err().message, "a collection cannot be a key");
    assert_eq!(parse(&"{".repeat(DEEP)).unwrap_err().kind, SyntaxErrorKind::Template);
}

#[test]
fn depth_counts_collections() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(200)).is_ok());
    assert!(parse(&nested(201)).is_err());
    let limits = Limits { depth: 2, ..Limits::default() };
    assert!(Document::parse("a:\n- b\n", limits).is_ok());
    assert!(Document::parse("a:\n- [b]\n", limits).is_err());
}

#[test]
fn a_billion_laughs_are_refused_without_being_told() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        text += &format!("a{level}: &a{level} [{before}]\n");
    }
    let error = parse(&text).unwrap_err();
    assert_eq!(error.message, "the aliases of this document expand to too much");
    // Merges multiply too.
    let mut text = "a0: &a0 {k: 1}\n".to_owned();
    for level in 1..40 {
        text += &format!("a{level}: &a{level} {{<<: [*a{0}, *a{0}]}}\n", level - 1);
    }
    assert!(parse(&text).is_err());
    // A chain of merges is as long as it is, and needs no stack.
    let mut text = "a0: &a0 {k0: 1}\n".to_owned();
    for level in 1..100 {
        text += &format!("a{level}: &a{level} {{<<: *a{}, k{level}: 1}}\n", level - 1);
    }
    let doc = ok(&text);
    assert_eq!(doc.root().get("a99").unwrap().entries().count(), 100);
}

#[test]
fn many_keys_anchors_and_aliases_stay_linear() {
    let keys: String = (0..200_000).map(|key| format!("key{key}: {key}\n")).collect();
    let doc = ok(&keys);
    assert_eq!(doc.len(), 400_001);
    assert!(doc.duplicate_keys().is_empty());
    let same = "k: 1\n".repeat(200_000);
    assert_eq!(ok(&same).duplicate_keys().len(), 199_999);
    let anchors: String = (0..100_000).map(|key| format!("- &a{key} x\n- *a{key}\n")).collect();
    assert_eq!(ok(&anchors).len(), 200_001);
}

#[test]
fn long_scalars_and_lines_are_simply_read() {
    let long = "x".repeat(4 * MEGABYTE);
    for text in [format!("a: {long}\n"), format!("a: '{long}'\n"), format!("a: \"{long}\"\n")] {
        assert_eq!(ok(&text).root().get("a").unwrap().text().len(), long.len());
    }
    let lines = "  line\n".repeat(MEGABYTE / 7);
    assert_eq!(
        ok(&format!("a: |\n{lines}")).root().get("a").unwrap().text().len(),
        lines.len() / 7 * 5
    );
    assert!(ok(&format!("a: b\n{lines}")).root().get("a").unwrap().text().len() > MEGABYTE / 2);
    let comment = format!("# {long}\na: 1 # {long}\n");
    assert_eq!(ok(&comment).comments().len(), 2);
    let escapes = format!("a: \"{}\"\n", "\\n".repeat(MEGABYTE / 2));
    assert_eq!(ok(&escapes).root().get("a").unwrap().text().len(), MEGABYTE / 2);
    let blank = format!("a: b{}\nc: d\n", " ".repeat(MEGABYTE));
    assert_eq!(ok(&blank).root().entries().count(), 2);
    let empty_lines = format!("a: b{}c: d\n", "\n".repeat(MEGABYTE));
    assert_eq!(ok(&empty_lines).root().entries().count(), 2);
}

#[test]
fn what_is_never_closed_is_told_at_its_opener() {
    let long = "x".repeat(MEGABYTE);
    for (opener, message) in [
        ("\"", "this `\"` is never closed"),
        ("'", "this `'` is never closed"),
        ("[", "this `[` is never closed"),
    ] {
        let error = parse(&format!("a: {opener}{long}\n")).unwrap_err();
        assert_eq!((error.message.as_str(), error.span.start, error.span.end), (message, 3, 4));
    }
}

#[test]
fn flow_collections_of_a_megabyte() {
    let flow = format!("[{}]", "1, ".repeat(MEGABYTE / 3));
    assert_eq!(ok(&flow).root().items().count(), MEGABYTE / 3);
    let pairs = format!("{{{}}}", "a: 1, ".repeat(MEGABYTE / 6));
    assert_eq!(ok(&pairs).root().entries().count(), MEGABYTE / 6);
    let quotes = "[\"a\n\" ".repeat(1000);
    assert!(parse(&quotes).is_err());
}

#[test]
fn characters_that_yaml_refuses_are_named() {
    for (text, at, message) in [
        ("a: \0\n", 3, "the character U+0000 is not allowed"),
        ("a: b\u{7f}", 4, "the character U+007F is not allowed"),
        ("é: \u{84}", 4, "the character U+0084 is not allowed"),
        ("a: \u{ffff}", 3, "the character U+FFFF is not allowed"),
        ("a: \x1b[0m", 3, "the character U+001B is not allowed"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!((error.span.start, error.message.as_str()), (at, message));
    }
    assert!(parse(&"\0".repeat(MEGABYTE)).is_err());
    assert!(parse("a: \u{a0}\u{fffd}\u{10000}\u{85}\n").is_ok());
    // Across the blocks that are looked at together.
    let far = format!("{}é\u{1}", "x".repeat(255));
    assert_eq!(parse(&far).unwrap_err().span.start, 257);
}

#[test]
fn a_stream_of_marks_is_split_in_one_pass() {
    assert!(split(&"---\n".repeat(MEGABYTE / 4)).is_empty());
    assert_eq!(split(&"---\na\n".repeat(100_000)).len(), 100_000);
    assert_eq!(split(&"{}".repeat(100_000)).len(), 100_000);
    assert_eq!(split(&"{".repeat(MEGABYTE)).len(), 1);
    assert_eq!(split(&"{\"".repeat(MEGABYTE)).len(), 1);
    assert!(split(&"%YAML 1.1\n".repeat(100_000)).len() == 1);
    assert_eq!(split(&"...\n%TAG x\n".repeat(50_000)).len(), 50_000);
    assert_eq!(split(&"\r---\ra".repeat(100_000)).len(), 100_000);
}

#[test]
fn the_memory_of_a_tape_is_bounded_by_the_text() {
    let mut parser = Parser::new();
    for text in ["[,", "a:\n", "- \n", "? !!str\n", "[a: ", "{a,", "- - - - -\n"] {
        let text = text.repeat(1000);
        let _ = parser.scan(&text, Limits::default());
        if let Ok(doc) = parser.parse(&text, Limits::default()) {
            assert!(doc.len() <= 2 * text.len() + 1, "{} nodes", doc.len());
        }
    }
}

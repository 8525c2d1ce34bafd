use crate::parse::{Document, Limits};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Debug;

fn read(text: &str) -> Document {
    Document::parse(text, Limits::default()).expect("the test's document is YAML")
}

/// `value` through a tape and back.
fn round_trip<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let document = Document::from_serialize(value).expect("a value a document can hold");
    document.root().deserialize().expect("the document is the value")
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Unit,
    Newtype(i64),
    Tuple(u8, String),
    Struct { width: f64, height: Option<bool> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(Vec<u8>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pair(char, ());

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    shapes: Vec<Shape>,
    newtype: Newtype,
    pair: Pair,
    tuple: (i8, f32, bool),
    by_number: BTreeMap<i32, String>,
    by_truth: BTreeMap<bool, u64>,
    by_shape: BTreeMap<Word, ()>,
    present: Option<Option<u8>>,
    absent: Option<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    FirstWord,
    SecondWord,
}

#[test]
fn every_form_of_type_comes_back_as_it_was() {
    let value = Everything {
        shapes: vec![
            Shape::Unit,
            Shape::Newtype(-3),
            Shape::Tuple(255, "yes".into()),
            Shape::Struct { width: 1.0, height: None },
            Shape::Struct { width: -2.5e-9, height: Some(true) },
        ],
        newtype: Newtype(vec![0, 7, 255]),
        pair: Pair('ß', ()),
        tuple: (-128, 0.1, false),
        by_number: [(-1, "minus".into()), (10, "ten".into())].into(),
        by_truth: [(true, u64::MAX)].into(),
        by_shape: [(Word::FirstWord, ()), (Word::SecondWord, ())].into(),
        present: Some(Some(1)),
        absent: None,
    };
    let document = Document::from_serialize(&value).expect("a value a document can hold");
    assert_eq!(document.root().deserialize::<Everything>().expect("the same type"), value);
}

#[test]
fn json_values_come_back_as_they_were() {
    let value = json!({
        "strings": ["", "yes", "0644", "1e3", "null", "~", "<<", "a: b", "\n\u{0}\u{1f600}"],
        "numbers": [0, -1, i64::MIN, u64::MAX, 1.0, -0.0, 1e300, 5e-324],
        "<<": {"not": "merged"},
        "on": true, "null": null, "": [[], {}, [[{}]]],
    });
    assert_eq!(round_trip(&value), value);
}

#[test]
fn yaml_values_come_back_as_they_were() {
    let text = "
metadata: {name: web, labels: {on: 'yes', \"1\": one}}
spec: [~, true, 0644, 1.5, .inf, 'text', {nested: [1, [2, [3]]]}]
";
    let value: serde_yaml::Value = serde_yaml::from_str(text).expect("YAML");
    assert_eq!(round_trip(&value), value);
}

#[test]
fn a_value_gives_the_same_nodes_as_its_text() {
    let value = json!({"spec": {"containers": [{"name": "a/b", "ports": [80]}], "x~y": "on"}});
    let typed = Document::from_serialize(&value).expect("a value a document can hold");
    let parsed = read(&value.to_string());
    assert_eq!(typed.len(), parsed.len());
    for pointer in
        ["", "/spec", "/spec/containers/0/name", "/spec/containers/0/ports/0", "/spec/x~0y"]
    {
        let typed = typed.at_pointer(pointer).expect("the typed document has it");
        let parsed = parsed.at_pointer(pointer).expect("the parsed document has it");
        assert_eq!(typed.pointer(), pointer);
        assert_eq!((typed.id(), typed.scalar()), (parsed.id(), parsed.scalar()), "{pointer}");
        assert!(typed.span().is_empty());
    }
}

#[test]
fn numbers_with_every_digit_are_numbers() {
    // As `serde_json::Number` writes itself where its feature `arbitrary_precision` is on.
    #[derive(Serialize)]
    #[serde(rename = "$serde_json::private::Number")]
    struct Digits {
        #[serde(rename = "$serde_json::private::Number")]
        digits: &'static str,
    }
    let document = Document::from_serialize(&[Digits { digits: "12345678901234567890" }])
        .expect("a value a document can hold");
    assert_eq!(document.root().deserialize::<Vec<u64>>(), Ok(vec![12_345_678_901_234_567_890]));
}

#[test]
fn what_json_cannot_have_is_refused() {
    let refused = |result: Result<Document, super::SerializeError>| {
        result.expect_err("no document can hold it").to_string()
    };
    assert_eq!(
        refused(Document::from_serialize(&BTreeMap::from([(vec![1], 1)]))),
        "a key must be a string, a number or a boolean"
    );
    assert_eq!(refused(Document::from_serialize(&u128::MAX)), "an integer has at most 64 bits");
    let deep = (0..201).fold(json!(null), |inner, _| json!([inner]));
    assert_eq!(
        refused(Document::from_serialize(&deep)),
        "more than 200 collections inside each other"
    );
    let fits = (0..200).fold(json!(null), |inner, _| json!([inner]));
    assert_eq!(round_trip(&fits), fits);
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Port<'a> {
    container_port: i32,
    #[serde(default)]
    name: &'a str,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pod<'a> {
    #[serde(borrow)]
    ports: Vec<Port<'a>>,
    #[serde(default)]
    annotations: BTreeMap<&'a str, bool>,
    shape: Option<Shape>,
}

#[test]
fn scalars_mean_what_they_mean_to_kubectl() {
    let document = read("{a: yes, b: 0644, c: 1e3, d: ~, e: '1', on: 2, f: 1.0, g: 0x10}");
    #[derive(Debug, PartialEq, Deserialize)]
    struct Odd {
        a: bool,
        b: i64,
        c: u16,
        d: Option<i64>,
        e: String,
        #[serde(rename = "true")]
        on: i64,
        f: i8,
        g: f64,
    }
    let odd = Odd { a: true, b: 420, c: 1000, d: None, e: "1".into(), on: 2, f: 1, g: 16.0 };
    assert_eq!(document.root().deserialize(), Ok(odd));
}

#[test]
fn aliases_merge_keys_and_repeated_keys_are_read_as_kubectl_reads_them() {
    let document = read(
        "
base: &base {containerPort: 80, name: base}
ports:
- *base
- {<<: *base, name: own}
- {name: first, containerPort: 1, name: last}",
    );
    let ports: Vec<Port<'_>> =
        document.root().get("ports").expect("ports").deserialize().expect("three ports");
    let read: Vec<_> = ports.iter().map(|port| (port.container_port, port.name)).collect();
    assert_eq!(read, [(80, "base"), (80, "own"), (1, "last")]);
}

#[test]
fn strings_are_borrowed_from_the_document() {
    let document = read("[plain, 'it''s']");
    let texts: Vec<&str> = document.root().deserialize().expect("two strings");
    assert_eq!(texts, ["plain", "it's"]);
    assert!(document.text().as_bytes().as_ptr_range().contains(&texts[0].as_ptr()));
}

/// Path, text underlined and message of reading `text` as a [`Pod`].
fn fault(text: &str) -> (String, String, String) {
    let document = read(text);
    let error = document.root().deserialize::<Pod<'_>>().expect_err("it is no pod");
    (error.path, error.span.of(text).to_owned(), error.message)
}

#[test]
fn faults_have_a_path_and_a_place() {
    for (text, path, place, message) in [
        (
            "ports: [{containerPort: 1}, {containerPort: [80]}]",
            "ports[1].containerPort",
            "[80]",
            "invalid type: sequence, expected i32",
        ),
        ("ports: [{name: a}]", "ports[0]", "{name: a}", "missing field `containerPort`"),
        (
            "ports: [{containerPort: 1, hostPort: 2}]",
            "ports[0]",
            "hostPort",
            "unknown field `hostPort`, expected `containerPort` or `name`",
        ),
        ("ports: null", "ports", "null", "invalid type: null, expected a sequence"),
        (
            "{ports: [], annotations: {example.com/a: true, b: 'true'}}",
            "annotations.b",
            "'true'",
            "invalid type: string \"true\", expected a boolean",
        ),
        (
            "{ports: [], annotations: {example.com/a: 1}}",
            "annotations[\"example.com/a\"]",
            "1",
            "invalid type: integer `1`, expected a boolean",
        ),
        (
            "{ports: [], shape: {Tuple: [1, a, b]}}",
            "shape.Tuple",
            "[1, a, b]",
            "invalid length 3, expected fewer elements in sequence",
        ),
        (
            "{ports: [], shape: {Tuple: [1], Unit: }}",
            "shape",
            "{Tuple: [1], Unit: }",
            "invalid value: map, expected map with a single key",
        ),
        (
            "{ports: [], shape: Round}",
            "shape",
            "Round",
            "unknown variant `Round`, expected one of `Unit`, `Newtype`, `Tuple`, `Struct`",
        ),
        (
            "{ports: [], shape: Newtype}",
            "shape",
            "Newtype",
            "invalid type: unit variant, expected newtype variant",
        ),
        (
            "ports: [{containerPort: 4294967296}]",
            "ports[0].containerPort",
            "4294967296",
            "invalid value: integer `4294967296`, expected i32",
        ),
        ("a", "", "a", "invalid type: string \"a\", expected struct Pod"),
    ] {
        let wanted = (path.to_owned(), place.to_owned(), message.to_owned());
        assert_eq!(fault(text), wanted, "{text}");
    }
}

#[test]
fn a_fault_reads_as_one_line() {
    let document = read("[1, two]");
    let error = document.root().deserialize::<Vec<i32>>().expect_err("two is no number");
    assert_eq!(error.to_string(), "[1]: invalid type: string \"two\", expected i32");
    let error = document.root().deserialize::<bool>().expect_err("a list is no boolean");
    assert_eq!(error.to_string(), "invalid type: sequence, expected a boolean");
}

#[test]
fn what_aliases_expand_to_has_a_depth() {
    let lists = |inner: &str| format!("{}{inner}{}", "[".repeat(120), "]".repeat(120));
    let document = read(&format!("- &inner {}\n- {}", lists(""), lists("*inner")));
    assert!(
        document.at_pointer("/0").expect("the first").deserialize::<serde_json::Value>().is_ok()
    );
    let error = document.root().deserialize::<serde_json::Value>().expect_err("it is too deep");
    assert_eq!(error.message, "more than 200 collections inside each other");
}

/// For text that is JSON, this reader and `serde_json` agree about what fits `T`, and what it is.
fn agree<T: DeserializeOwned + PartialEq + Debug>(texts: &[&str]) {
    for text in texts {
        let here = read(text).root().deserialize::<T>().ok();
        assert_eq!(
            here,
            serde_json::from_str(text).ok(),
            "{text} as {}",
            std::any::type_name::<T>()
        );
    }
}

#[test]
fn types_fit_where_they_fit_serde_json() {
    let texts = [
        "null",
        "true",
        "0",
        "-1",
        "300",
        "18446744073709551615",
        "1.5",
        "\"\"",
        "\"a\"",
        "\"ab\"",
        "\"Unit\"",
        "\"first-word\"",
        "[]",
        "[1]",
        "[1, \"a\"]",
        "[1, \"a\", 2]",
        "{}",
        "{\"1\": 1}",
        "{\"true\": 1}",
        "{\"Unit\": null}",
        "{\"Unit\": 1}",
        "{\"Newtype\": 5}",
        "{\"Newtype\": null}",
        "{\"Tuple\": [1, \"a\"]}",
        "{\"Tuple\": [1]}",
        "{\"Tuple\": {}}",
        "{\"Struct\": {\"width\": 1}}",
        "{\"Struct\": {\"width\": 1, \"height\": null, \"more\": [{}]}}",
        "{\"Struct\": [1, true]}",
        "{\"Struct\": [1]}",
        "{\"first-word\": null}",
    ];
    agree::<()>(&texts);
    agree::<bool>(&texts);
    agree::<i8>(&texts);
    agree::<u64>(&texts);
    agree::<i128>(&texts);
    agree::<f32>(&texts);
    agree::<char>(&texts);
    agree::<String>(&texts);
    agree::<Option<i64>>(&texts);
    agree::<Option<()>>(&texts);
    agree::<Vec<i64>>(&texts);
    agree::<(i64, String)>(&texts);
    agree::<Newtype>(&texts);
    agree::<Shape>(&texts);
    agree::<Word>(&texts);
    agree::<BTreeMap<i8, i64>>(&texts);
    agree::<BTreeMap<bool, i64>>(&texts);
    agree::<BTreeMap<Option<String>, i64>>(&texts);
    agree::<BTreeMap<Word, ()>>(&texts);
    agree::<serde_json::Value>(&texts);
}

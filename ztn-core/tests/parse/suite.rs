//! The YAML test suite, with what Go's library makes of every document in it.
//!
//! The answers are Go's and not the suite's: the suite is YAML 1.2, kubectl is not.

use crate::common::{parse, read, same, to_json};
use serde_json::Value;
use std::fmt::Write as _;
use ztn_core::parse::split;

/// Cases that are not read as go-yaml reads them, by id, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("3HFZ", TAIL),
    ("4H7K", TAIL),
    ("BS4K", TAIL),
    ("DK3J", TAIL),
    ("FP8R", TAIL),
    ("KS4U", TAIL),
    ("4MUZ-0", JSON),
    ("6CA3", JSON),
    ("Q5MG", JSON),
];
/// `yaml.Unmarshal` stops at the end of the root and never looks at the rest: kubectl drops it without
/// a word. go-yaml's `Decoder`, which reads on, refuses these streams, and so does this parser.
const TAIL: &str = "text after the root";
/// JSON, which kubectl hands to Go's JSON decoder.
const JSON: &str = "JSON that is not YAML";

#[test]
fn every_case_is_read_as_go_reads_it() {
    let (mut wrong, mut documents, mut refused, mut not_the_suite) = (String::new(), 0, 0, 0);
    for line in read("suite.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        let stream = case["yaml"].as_str().unwrap();
        let chunks: Vec<&str> = split(stream).iter().map(|chunk| chunk.span.of(stream)).collect();
        let recorded = case["documents"].as_array().unwrap();
        let expected: Vec<&str> =
            recorded.iter().map(|doc| doc["text"].as_str().unwrap()).collect();
        if chunks != expected {
            writeln!(wrong, "{id}: split into {chunks:?}, recorded {expected:?}").unwrap();
            continue;
        }
        let mut any_refused = false;
        for (text, recorded) in chunks.iter().zip(recorded) {
            documents += 1;
            let found = parse(text).map_err(|error| error.message).and_then(|doc| {
                to_json(doc.root()).ok_or_else(|| "a number that JSON has not".to_owned())
            });
            let agree = match (&found, recorded.get("json")) {
                (Ok(found), Some(expected)) => same(found, expected),
                (Err(_), None) => true,
                _ => false,
            };
            let exception = EXCEPTIONS.iter().find(|(exception, _)| *exception == id);
            let agree = match (exception, &found) {
                (Some((_, TAIL)), found) => !agree && found.is_err(),
                (Some(_), found) => !agree && found.is_ok(),
                (None, _) => agree,
            };
            any_refused |= found.is_err();
            if !agree {
                writeln!(wrong, "{id} {text:?}:\n  {found:?}\n  Go {recorded}").unwrap();
            }
        }
        refused += usize::from(any_refused);
        not_the_suite += usize::from(any_refused != case["fail"].as_bool().unwrap());
    }
    eprintln!("{documents} documents; {refused} cases refused, {not_the_suite} unlike YAML 1.2");
    assert!(documents > 350, "only {documents} documents");
    assert!(wrong.is_empty(), "{wrong}");
}

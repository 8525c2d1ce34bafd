//! The same documents through two other parsers. Where they differ, a line in
//! `testdata/parse/disagreements.tsv` says which construct it is and who follows go-yaml.

use crate::common::{parse, read};
use crate::{corpus, peers, properties};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Who differs, how, by which words of the message, and why that is right.
pub(crate) struct Disagreement {
    peer: String,
    how: String,
    words: String,
}

pub(crate) fn known() -> Vec<Disagreement> {
    read("disagreements.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [peer, how, words, reason] = fields[..] else { panic!("four columns: {line:?}") };
            assert!(reason.len() > 10, "a reason: {line:?}");
            Disagreement { peer: peer.to_owned(), how: how.to_owned(), words: words.to_owned() }
        })
        .collect()
}

/// Whether `text` is read alike; if not, who differs, how, and the message that says why.
pub(crate) fn compare(text: &str) -> Vec<(&'static str, &'static str, String)> {
    let ours = parse(text);
    let granit = peers::granit(text);
    let libyaml = peers::serde_yaml(text);
    let mut differences = Vec::new();
    match (&ours, &granit) {
        (Ok(doc), Ok(steps)) => {
            properties::check(doc);
            if peers::without_tilde(&peers::ours(doc)) != peers::without_tilde(steps) {
                differences.push(("granit", "differs", construct(text)));
            }
        }
        (Ok(_), Err(message)) => differences.push(("granit", "refuses", message.clone())),
        (Err(error), Ok(_)) => differences.push(("granit", "accepts", error.message.clone())),
        (Err(_), Err(_)) => {}
    }
    match (&ours, &libyaml) {
        (Ok(doc), Ok(value)) => {
            if !peers::alike(doc.root(), value) {
                differences.push(("serde_yaml", "differs", construct(text)));
            }
        }
        (Ok(_), Err(message)) => differences.push(("serde_yaml", "refuses", message.clone())),
        (Err(error), Ok(_)) => differences.push(("serde_yaml", "accepts", error.message.clone())),
        (Err(_), Err(_)) => {}
    }
    differences
}

/// The construct in `text` that parsers are known to read in different ways.
fn construct(text: &str) -> String {
    let has = |needle: &str| text.contains(needle);
    let name = if has("!!binary") {
        "binary"
    } else if has("\u{85}") || has("\u{2028}") || has("\u{2029}") {
        "line break of YAML 1.1"
    } else if has("\u{feff}") {
        "byte order mark"
    } else if has("\\/") || has("\\ud") || has("\\uD") {
        "escape of JSON"
    } else if [":]", ":,", ":}"].into_iter().any(has) {
        "colon in a flow scalar"
    } else if has("*") && has("&") {
        "alias"
    } else if has("!") {
        "tag"
    } else {
        "none"
    };
    name.to_owned()
}

pub(crate) fn is_known(known: &[Disagreement], peer: &str, how: &str, message: &str) -> bool {
    known.iter().any(|line| line.peer == peer && line.how == how && message.contains(&line.words))
}

#[test]
fn real_files_are_read_as_others_read_them() {
    let known = known();
    let mut unexplained = String::new();
    let mut counts = BTreeMap::<String, usize>::new();
    let documents = corpus::documents();
    let mut alike = 0;
    for (file, text) in &documents {
        let differences = compare(text);
        alike += usize::from(differences.is_empty());
        for (peer, how, message) in differences {
            if is_known(&known, peer, how, &message) {
                let message: String = message.chars().take(60).collect();
                *counts.entry(format!("{peer} {how}: {message}")).or_default() += 1;
            } else {
                let head: String = text.chars().take(300).collect();
                writeln!(unexplained, "{file}: {peer} {how}: {message}\n  {head:?}").unwrap();
            }
        }
    }
    eprintln!("{} documents, {alike} read alike by all three", documents.len());
    for (what, count) in counts {
        eprintln!("{count:6} {what}");
    }
    assert!(unexplained.is_empty(), "{unexplained}");
}

//! Truth tables of who can reach whom: the files of `testdata/network` say what is to be answered.
//!
//! A line `#? SRC -> DST: DECISION` asks about every port, one `#? SRC -> DST TCP 80: DECISION` about one.
//! An end without a slash is an address.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the repository; only the core itself may not"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use ztn_core::{Input, Options, ReachQuery, reach};

fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(fixtures(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The question of a line, and the decision it wants.
fn question(line: &str) -> (ReachQuery, &str) {
    let (question, decision) = line.rsplit_once(": ").expect(line);
    let mut words = question.split(' ');
    let (src, arrow, dst) = (words.next(), words.next(), words.next());
    assert_eq!(arrow, Some("->"), "{line}");
    let mut query = ReachQuery::pair(src.unwrap(), dst.unwrap());
    if let (Some(protocol), Some(port)) = (words.next(), words.next()) {
        query = query.port(port.parse().unwrap());
        query.protocol = Some(protocol.to_owned());
    }
    (query, decision)
}

#[test]
fn every_question_is_answered_as_the_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/network");
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for file in fixtures(&folder) {
        let text = fs::read_to_string(&file).unwrap();
        let options = text.lines().find_map(|line| line.strip_prefix("# options: "));
        let options =
            options.map_or_else(Options::default, |json| Options::from_json(json).unwrap());
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let input = Input::from_iter([(name.clone(), text.clone())]);
        let mut questions = 0;
        for line in text.lines().filter_map(|line| line.strip_prefix("#? ")) {
            let (query, wanted) = question(line);
            let answer = reach(&input, &options, &query).expect(&name).answer.unwrap();
            if answer.decision.name() != wanted {
                let because: Vec<_> =
                    answer.because.iter().map(|reason| (&reason.effect, &reason.text)).collect();
                let decision = answer.decision.name();
                wrong.push(format!("{name}: {line}, and it is {decision}: {because:?}"));
            }
            assert!(!answer.because.is_empty(), "{name}: {line}: nothing decides");
            questions += 1;
        }
        assert!(questions > 0, "{name} asks nothing");
        asked += questions;
    }
    assert!(asked > 150, "{asked} questions");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// All pairs say the same as each pair asked for by itself.
#[test]
fn all_pairs_are_the_pairs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/network");
    for file in fixtures(&folder) {
        let text = fs::read_to_string(&file).unwrap();
        let input = Input::from_iter([("a.yaml", text)]);
        let all = reach(&input, &Options::default(), &ReachQuery::all()).unwrap();
        for src in &all.peers {
            for dst in all.peers.iter().filter(|dst| dst.id != src.id) {
                let query = ReachQuery::pair(&src.id, &dst.id);
                let one = reach(&input, &Options::default(), &query).unwrap();
                let of_all = all.edges.iter().filter(|e| e.src == src.id && e.dst == dst.id);
                let in_all: Vec<_> = of_all.map(|edge| &edge.ports).collect();
                let alone: Vec<_> = one.edges.iter().map(|edge| &edge.ports).collect();
                assert_eq!(in_all, alone, "{}: {} -> {}", file.display(), src.id, dst.id);
                let open = all.unknown.iter().filter(|e| e.src == src.id && e.dst == dst.id);
                let open: Vec<_> = open.map(|edge| (&edge.ports, &edge.needs)).collect();
                let alone: Vec<_> = one.unknown.iter().map(|e| (&e.ports, &e.needs)).collect();
                assert_eq!(open, alone, "{}: {} -> {}", file.display(), src.id, dst.id);
                assert!(open.iter().all(|(_, needs)| !needs.is_empty()), "{}", file.display());
            }
        }
    }
}

#[test]
fn more_connections_than_can_be_listed_are_refused_in_words() {
    let pod = |n: u32| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{n}}}\nspec: {{containers: []}}\n"
        )
    };
    let input = Input::from_iter([("a.yaml", (0..20_000).map(pod).collect::<String>())]);
    let error = reach(&input, &Options::default(), &ReachQuery::all()).unwrap_err();
    assert!(error.message.contains("more than the 1000000"), "{error}");
    let query = ReachQuery { dst: Some("default/p7".to_owned()), ..ReachQuery::all() };
    assert_eq!(reach(&input, &Options::default(), &query).unwrap().edges.len(), 20_001);
}

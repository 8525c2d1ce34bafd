//! Attack paths: each file of `testdata/paths` says which ends the first of its pods reaches, and the snapshot beside
//! it by which steps.
//!
//! `# ends: cluster-admin, node` is held against the answer; `# options: {...}` before it sets the options.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice
)]

mod support;

use std::fs;
use std::path::Path;

use support::{files, root};
use ztn_core::{Input, Options, PathsQuery, paths};

#[test]
fn every_end_is_reached_as_the_file_says_and_no_other() {
    let folder = root().join("testdata/paths");
    let cases = files(&folder);
    let cases = cases.iter().filter(|path| path.extension().is_some_and(|ext| ext == "yaml"));
    let mut count = 0;
    for path in cases {
        count += 1;
        let text = fs::read_to_string(path).unwrap();
        let line = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
        let options = line("# options:").map_or_else(Options::default, |options| {
            serde_json::from_str(options).unwrap_or_else(|error| panic!("{path:?}: {error}"))
        });
        let name = path.file_name().unwrap().to_str().unwrap();
        let input = Input::from_iter([(name, text.as_str())]);
        let query = PathsQuery { from: Some(first_workload(&text)), to: None };
        let found = paths(&input, &options, &query).unwrap();
        let mut ends: Vec<&str> = found.paths.iter().map(|path| path.to.as_ref()).collect();
        ends.dedup();
        let wanted = line("# ends:").unwrap_or_else(|| panic!("{path:?}: no `# ends:`"));
        let ends = if ends.is_empty() { "none".to_owned() } else { ends.join(", ") };
        if !found.paths.is_empty() {
            kept(path, &found.text());
        }
        assert_eq!(ends, wanted, "{}\n{}", path.display(), found.text());
    }
    assert!(count > 40, "only {count} cases");
}

/// `namespace/name` of the first pod.
fn first_workload(text: &str) -> String {
    let at = text.find("kind: Pod\n").expect("a pod");
    let metadata = text[at..].lines().nth(1).unwrap();
    let after = |key: &str| {
        let rest = metadata.split_once(key).unwrap().1;
        rest.split([',', '}']).next().unwrap().trim().to_owned()
    };
    format!("{}/{}", after("namespace:"), after("name:"))
}

fn kept(path: &Path, text: &str) {
    insta::with_settings!({
        snapshot_path => path.parent().unwrap(),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), text);
    });
}

//! Truth tables of what an audit policy records: the files of `testdata/audit` say what is to be answered.
//!
//! A line is `#? WHO VERB RESOURCE [NAMESPACE][/NAME]: LEVEL RULE [STAGES]`: `*` is whoever the least is recorded
//! of, `jane+ops` somebody who is in a group, and `-` that no rule matches.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the repository; only the core itself may not"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use ztn_core::report::audit_policy::AuditedRequest;
use ztn_core::{AuditPolicyQuery, Input, Options, REFERENCE_AUDIT_POLICY, audit_policy};

/// The question of a line, and the answer it wants.
fn question(line: &str) -> (AuditPolicyQuery, Vec<&str>) {
    let (question, answer) = line.rsplit_once(": ").expect(line);
    let words: Vec<&str> = question.split(' ').collect();
    let mut query = AuditPolicyQuery::request(words[1], words[2]);
    if words[0] != "*" {
        let mut who = words[0].split('+').map(str::to_owned);
        query.subject = who.next();
        query.groups = who.collect();
    }
    if let Some(place) = words.get(3) {
        let (namespace, name) = place.split_once('/').unwrap_or((place, ""));
        query.namespace = Some(namespace.to_owned());
        query.name = (!name.is_empty()).then(|| name.to_owned());
    }
    (query, answer.split(' ').collect())
}

/// The answer in the words of a line: of the stages as many as are asked for.
fn words(request: &AuditedRequest, with_stages: bool) -> Vec<String> {
    let rule = request.rule.as_ref().map_or("-".to_owned(), |rule| rule.number.to_string());
    let stages = request.stages.iter().filter(|_| with_stages).map(ToString::to_string);
    [request.level.to_string(), rule].into_iter().chain(stages).collect()
}

#[test]
fn every_question_is_answered_as_the_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/audit");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let input = Input::from_iter([(name.clone(), text.clone())]);
        for line in text.lines().filter_map(|line| line.strip_prefix("#? ")) {
            let (query, wanted) = question(line);
            let answer = audit_policy(&input, &Options::default(), &query).expect(line);
            let request = &answer.policies[0].requests[0];
            let answered = words(request, wanted.len() > 2);
            if answered != wanted {
                wrong.push(format!("{name}: {line}, and it is {answered:?} of {}", request.who));
            }
            asked += 1;
        }
    }
    assert!(asked > 80, "{asked} questions");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reference_is_without_gaps_and_without_findings() {
    let input = Input::from_iter([("audit.yaml", REFERENCE_AUDIT_POLICY)]);
    let answer = audit_policy(&input, &Options::default(), &AuditPolicyQuery::default()).unwrap();
    assert!(!answer.has_gaps());
    assert!(answer.text().contains("58 of 58 requests are recorded as they are to be\n"));
    let report = ztn_core::analyze(&input, &Options::default()).unwrap();
    let found: Vec<_> = report.findings.iter().map(|finding| &finding.message).collect();
    assert!(found.is_empty() && report.problems.is_empty(), "{found:?}");
}

#[test]
fn what_is_no_question_is_refused_in_words() {
    let input = Input::from_iter([("audit.yaml", REFERENCE_AUDIT_POLICY)]);
    let field = |query: &AuditPolicyQuery| {
        audit_policy(&input, &Options::default(), query).unwrap_err().field
    };
    let request = AuditPolicyQuery::request;
    assert_eq!(field(&AuditPolicyQuery::default().of("jane")), "query.verb");
    assert_eq!(field(&AuditPolicyQuery { verb: None, ..request("get", "pods") }), "query.verb");
    let half = AuditPolicyQuery { resource: None, ..request("get", "pods") };
    assert_eq!(field(&half), "query.resource");
    assert_eq!(field(&request("get", "*")), "query.resource");
    assert_eq!(field(&request("get", "widgets")), "query.resource");
    assert_eq!(field(&request("get", "pods").of("group:")), "query.subject");
    let groups = AuditPolicyQuery { groups: vec!["ops".into()], ..request("get", "pods") };
    assert_eq!(field(&groups), "query.groups");
}

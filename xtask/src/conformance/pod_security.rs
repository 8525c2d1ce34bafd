//! Pods against one level and version of the Pod Security Standards: the verdict, and the check that fails.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::case::{Case, Expect};
use super::judge::Outcome;
use super::run::ask;

/// Checks of the baseline, each with the one that takes its place at the restricted level.
const OVERRIDDEN: [(&str, &str); 4] = [
    ("capabilities_baseline", "capabilities_restricted"),
    ("hostpathvolumes", "restrictedvolumes"),
    ("procmount", "procmount_restricted"),
    ("seccompprofile_baseline", "seccompprofile_restricted"),
];

/// Is the row about a standard?
pub(super) fn is_about(case: &Case) -> bool {
    case.suite == "psa"
}

/// What `ztn pss` says, by standard and file: the verdict and the ids of the checks that fail, in lower case.
pub(super) struct Answers(BTreeMap<String, Result<BTreeMap<String, Answer>, String>>);

struct Answer {
    verdict: String,
    checks: Vec<String>,
}

impl Answers {
    /// One run for each standard.
    pub(super) fn of(cases: &[Case], ztn: &Path, tree: &Path) -> Self {
        let mut inputs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for case in cases.iter().filter(|case| is_about(case)) {
            if let Some(standard) = standard(case) {
                inputs.entry(standard).or_default().extend(case.inputs.iter().cloned());
            }
        }
        let answers = inputs.into_iter().map(|(standard, inputs)| {
            let answer = ask(ztn, tree, &["pss", &standard, "--format", "json"], &inputs);
            let answer = answer.map_err(|error| format!("{error:#}"));
            let read = |value: Value| by_file(&value).ok_or("another shape".to_owned());
            (standard, answer.and_then(read))
        });
        Self(answers.collect())
    }

    pub(super) fn outcome(&self, case: &Case) -> Outcome {
        let (Some(standard), Some(path)) = (standard(case), case.inputs.first()) else {
            return Outcome::Broken("a row without level, version or input".to_owned());
        };
        let answer = match self.0.get(&standard) {
            Some(Ok(files)) => files.get(path),
            Some(Err(error)) => return Outcome::Broken(error.clone()),
            None => None,
        };
        let Some(Answer { verdict, checks }) = answer else {
            return Outcome::Broken(format!("no answer for {path}"));
        };
        let wanted = case.peer_check.to_lowercase();
        let instead = OVERRIDDEN.iter().find(|(check, _)| *check == wanted).map(|(_, by)| *by);
        let is_right = |check: &String| *check == wanted || Some(check.as_str()) == instead;
        match (case.expect, verdict.as_str()) {
            (Expect::Pass, "pass") => Outcome::Agree,
            (Expect::Fail, "fail") if checks.iter().any(is_right) => Outcome::Agree,
            (Expect::Pass, _) => Outcome::FalseAlarm(format!("{verdict}: {}", checks.join(", "))),
            (Expect::Fail, _) => Outcome::Missed(format!("{verdict}: {}", checks.join(", "))),
        }
    }
}

/// `restricted:v1.30`
fn standard(case: &Case) -> Option<String> {
    let text = |key: &str| case.rest.get(key)?.as_str();
    Some(format!("{}:{}", text("level")?, text("version")?))
}

fn by_file(answer: &Value) -> Option<BTreeMap<String, Answer>> {
    let text = |value: &Value, pointer: &str| Some(value.pointer(pointer)?.as_str()?.to_owned());
    let workloads = answer.get("workloads")?.as_array()?.iter().map(|workload| {
        let violations = workload.get("violations").and_then(Value::as_array);
        let checks = violations.into_iter().flatten();
        let checks = checks.map(|violation| Some(text(violation, "/check")?.to_lowercase()));
        let answer =
            Answer { verdict: text(workload, "/verdict")?, checks: checks.collect::<Option<_>>()? };
        Some((text(workload, "/span/path")?, answer))
    });
    workloads.collect()
}

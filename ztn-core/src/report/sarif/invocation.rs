//! How the run went: what could not be read, what was left out, how the practices stand.

use serde_json::{Value, json};

use super::{Log, RELATED, RESULTS, driver, object, put, put_list, sentence};
use crate::problem::ProblemKind;
use crate::registry::{RULES, Selection};
use crate::report::v1::{PracticeReport, Problem, Status};
use crate::verdict::Verdict;

/// Notifications that are not problems.
const SKIPPED: &str = "skipped";
const LEFT_OUT: &str = "left-out";
const VERDICT: &str = "verdict";

const OTHERS: [(&str, &str); 3] = [
    (SKIPPED, "Input that no rule looks at."),
    (LEFT_OUT, "Results that do not fit into a file that code scanning accepts."),
    (VERDICT, "How one of the ten practices stands."),
];

/// Every notification there can be.
pub(super) fn descriptors() -> Vec<Value> {
    let problems = ProblemKind::ALL.iter().map(
        |kind| json!({"id": kind.slug(), "shortDescription": {"text": sentence(kind.remedy())}}),
    );
    let others =
        OTHERS.iter().map(|(id, about)| json!({"id": id, "shortDescription": {"text": about}}));
    problems.chain(others).collect()
}

impl Log<'_> {
    /// The one invocation. It did not succeed where something could not be read: code scanning then keeps
    /// the alerts it has, instead of taking silence for their end.
    pub(super) fn invocation(&self, results_left_out: usize, places_left_out: usize) -> Value {
        let mut notifications: Vec<Value> =
            self.report.problems.iter().map(|problem| self.problem(problem)).collect();
        notifications.extend(self.skipped());
        if results_left_out > 0 {
            let text = format!(
                "{results_left_out} results are left out, the mildest: a run holds {RESULTS}."
            );
            notifications.push(notification(LEFT_OUT, "warning", text, None));
        }
        if places_left_out > 0 {
            let text =
                format!("{places_left_out} related places are left out: a result holds {RELATED}.");
            notifications.push(notification(LEFT_OUT, "note", text, None));
        }
        notifications.extend(self.report.verdicts.iter().map(verdict));
        let mut invocation = object(json!({
            "executionSuccessful": !self.lost_input(),
            "toolExecutionNotifications": notifications,
        }));
        put_list(&mut invocation, "ruleConfigurationOverrides", self.switched_off());
        invocation.into()
    }

    fn lost_input(&self) -> bool {
        self.report.inputs.iter().any(|file| {
            file.status == Status::Unreadable
                || file.left_out.iter().any(|one| one.status == Status::Unreadable)
        })
    }

    fn problem(&self, problem: &Problem) -> Value {
        let place = match &problem.span {
            Some(span) => self.physical(span),
            None => json!({"artifactLocation": self.artifact(&problem.path)}),
        };
        let level = if problem.kind.loses_input() { "error" } else { "warning" };
        let text = format!("{} To do: {}.", sentence(&problem.message), problem.remedy);
        notification(problem.kind.slug(), level, text, Some(place))
    }

    /// Files and documents that no rule looked at. Templates are problems, too.
    fn skipped(&self) -> Vec<Value> {
        let mut notes = Vec::new();
        for file in &self.report.inputs {
            let whole = file.why.as_ref().filter(|_| file.status == Status::Skipped);
            if let Some(why) = whole {
                let place = json!({"artifactLocation": self.artifact(&file.path)});
                notes.push(notification(SKIPPED, "note", sentence(why), Some(place)));
            }
            let skipped = file.left_out.iter().filter(|part| {
                part.status == Status::Skipped
                    && !part.why.starts_with(ProblemKind::Template.slug())
            });
            for part in skipped {
                let place = json!({
                    "artifactLocation": self.artifact(&file.path),
                    "region": {"startLine": part.line},
                });
                notes.push(notification(SKIPPED, "note", sentence(&part.why), Some(place)));
            }
        }
        notes
    }

    /// Rules that the caller did not choose. A report read back may have chosen some that are no more.
    fn switched_off(&self) -> Vec<Value> {
        let Ok(selection) = Selection::of(&self.report.options) else {
            return Vec::new();
        };
        let off = RULES.iter().filter(|rule| !selection.contains(rule));
        off.map(|rule| {
            json!({
                "descriptor": {"id": rule.id, "index": driver::index(rule.id)},
                "configuration": {"enabled": false},
            })
        })
        .collect()
    }
}

fn verdict(practice: &PracticeReport) -> Value {
    let count = |verdict: Verdict| practice.parts.iter().filter(|p| p.verdict == verdict).count();
    let text = format!(
        "Practice {} `{}`: {}. Of its parts {} pass, {} fail, {} are unknown.",
        practice.practice,
        practice.slug,
        practice.verdict.name(),
        count(Verdict::Pass),
        count(Verdict::Fail),
        count(Verdict::Unknown),
    );
    notification(VERDICT, "note", text, None)
}

fn notification(id: &str, level: &str, text: String, place: Option<Value>) -> Value {
    let others = OTHERS.iter().map(|(id, _)| *id);
    let index = ProblemKind::ALL.iter().map(|kind| kind.slug()).chain(others).position(|a| a == id);
    let mut notification = object(json!({
        "descriptor": {"id": id, "index": index},
        "level": level,
        "message": {"text": text},
    }));
    put(&mut notification, "locations", place.map(|place| json!([{"physicalLocation": place}])));
    notification.into()
}

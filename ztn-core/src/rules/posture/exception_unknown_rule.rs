//! `exception-unknown-rule`

use crate::finding::ExceptionFinding;
use crate::fix::Safety;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};
use crate::suppress::Exceptions;

pub static RULE: Rule = Rule {
    id: "exception-unknown-rule",
    practice: Practice::Posture,
    breaks: &[Part::ExceptionsReasoned],
    severity: Severity::Medium,
    summary: "an exception names a rule that there is not",
    why: "The exception hides nothing, and its owner believes a finding dealt with.",
    remedy: "Write the name of the rule as the report does.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Exceptions(check),
};

fn check(exceptions: &Exceptions, out: &mut Vec<ExceptionFinding>) {
    for exception in &exceptions.list {
        if let Some(message) = exception.unknown_rule() {
            let mut finding = exception.finding(message);
            finding.place.span = exception.name;
            finding.fix = exception.respelling();
            out.push(finding);
        }
    }
}

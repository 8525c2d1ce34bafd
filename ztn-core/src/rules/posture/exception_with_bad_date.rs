//! `exception-with-bad-date`

use crate::finding::ExceptionFinding;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};
use crate::suppress::Exceptions;

pub static RULE: Rule = Rule {
    id: "exception-with-bad-date",
    practice: Practice::Posture,
    breaks: &[Part::ExceptionsReasoned],
    severity: Severity::Medium,
    summary: "an exception gives a last day that is no date",
    why: "Nobody can tell when the exception ends, so it does not count: what it was to hide is \
          reported, and its owner believes otherwise.",
    remedy: "Write the day as `until=2027-01-31`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Exceptions(check),
};

fn check(exceptions: &Exceptions, out: &mut Vec<ExceptionFinding>) {
    for exception in &exceptions.list {
        if let Some(until) = &exception.bad_until {
            out.push(exception.finding(format!(
                "`{until}` is no date, so the exception from `{}` does not count",
                exception.rule
            )));
        }
    }
}

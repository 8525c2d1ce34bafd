//! `exception-without-date`

use crate::finding::ExceptionFinding;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};
use crate::suppress::Exceptions;

pub static RULE: Rule = Rule {
    id: "exception-without-date",
    practice: Practice::Posture,
    breaks: &[Part::ExceptionsReasoned],
    severity: Severity::Low,
    summary: "an exception has no last day",
    why: "An exception that never ends is never looked at again: what it hides may have become \
          worse, and nobody is told.",
    remedy: "Add `until=` and the day to look again.",
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
        if exception.until.is_none() && exception.bad_until.is_none() {
            out.push(
                exception
                    .finding(format!("the exception from `{}` has no last day", exception.rule)),
            );
        }
    }
}

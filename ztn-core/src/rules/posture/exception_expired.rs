//! `exception-expired`

use crate::finding::ExceptionFinding;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};
use crate::suppress::Exceptions;

pub static RULE: Rule = Rule {
    id: "exception-expired",
    practice: Practice::Posture,
    breaks: &[Part::ExceptionsReasoned],
    severity: Severity::Medium,
    summary: "an exception is over",
    why: "The weakness was accepted until a day that has passed: what it hides is open again, and \
          nobody has looked.",
    remedy: "Mend what the exception was for, or look again and set another day.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Exceptions(check),
};

fn check(exceptions: &Exceptions, out: &mut Vec<ExceptionFinding>) {
    for exception in exceptions.list.iter().filter(|exception| exception.expired(exceptions.as_of))
    {
        let ended = exception.until.map_or_else(String::new, |until| format!(" ended on {until}"));
        out.push(exception.finding(format!("the exception from `{}`{ended}", exception.rule)));
    }
}

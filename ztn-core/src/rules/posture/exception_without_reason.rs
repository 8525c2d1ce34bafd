//! `exception-without-reason`

use crate::finding::ExceptionFinding;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};
use crate::suppress::Exceptions;

pub static RULE: Rule = Rule {
    id: "exception-without-reason",
    practice: Practice::Posture,
    breaks: &[Part::ExceptionsReasoned],
    severity: Severity::Medium,
    summary: "an exception gives no reason",
    why: "An exception nobody can explain is never taken back: the weakness it hides stays for good, and \
          the next reader takes it for a decision.",
    remedy: "Write why, after ` -- ` in a comment or after `;` in an annotation. Until then the exception does not count.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Exceptions(check),
};

fn check(exceptions: &Exceptions, out: &mut Vec<ExceptionFinding>) {
    for exception in exceptions.list.iter().filter(|exception| exception.reason.is_empty()) {
        out.push(
            exception.finding(format!("the exception from `{}` gives no reason", exception.rule)),
        );
    }
}

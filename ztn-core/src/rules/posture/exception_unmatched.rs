//! `exception-unmatched`

use crate::finding::ExceptionFinding;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};
use crate::suppress::Exceptions;

pub static RULE: Rule = Rule {
    id: "exception-unmatched",
    practice: Practice::Posture,
    breaks: &[Part::ExceptionsReasoned],
    severity: Severity::Low,
    summary: "an exception has nothing to except",
    why: "What it was for is mended or gone. Left in place it hides the next finding of the same \
          rule, which nobody has accepted.",
    remedy: "Delete the exception.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Exceptions(check),
};

fn check(exceptions: &Exceptions, out: &mut Vec<ExceptionFinding>) {
    for exception in exceptions.list.iter().filter(|exception| exceptions.is_needless(exception)) {
        let mut finding = exception
            .finding(format!("there is no finding of `{}` here to except", exception.rule));
        finding.place.span = exception.name;
        out.push(finding);
    }
}

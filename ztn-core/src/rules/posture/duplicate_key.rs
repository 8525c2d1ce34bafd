//! `duplicate-key`

use crate::finding::Findings;
use crate::model::Object;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "duplicate-key",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a key is given twice in one mapping",
    why: "kubectl takes the last of them and says nothing: a reviewer reads a setting at the top, \
          and the cluster gets the one below.",
    remedy: "Keep one of them.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    refs: &[Ref::nsa("pod-security"), Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for (first, second) in object.duplicate_keys() {
        out.report(
            object,
            second,
            format!("`{}` is given twice, and the last one counts", second.name()),
        )
        .label(object, first, "the one that does not count");
    }
}

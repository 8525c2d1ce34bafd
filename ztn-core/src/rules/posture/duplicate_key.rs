//! `duplicate-key`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
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
    fixes: &[Safety::Safe],
    refs: &[Ref::nsa("pod-security"), Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for (first, second) in object.duplicate_keys() {
        let fix = first.parent().filter(|_| !object.holds_credentials()).and_then(|mapping| {
            Draft::safe(object, "take out the one that does not count").remove_entry(mapping, first)
        });
        out.report(
            object,
            second,
            format!("`{}` is given twice, and the last one counts", second.name()),
        )
        .maybe_fix(fix)
        .label(object, first, "the one that does not count");
    }
}

//! `shared-process-namespace`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "shared-process-namespace",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Low,
    summary: "the containers of a pod see each other's processes",
    why: "Whoever takes one container over reads the environment and the files of the others, \
          their tokens and keys among them, and stops them.",
    remedy: "Remove `shareProcessNamespace`.",
    exceptions: "Helpers that signal the main program and hold no more than it does.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1552.001")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        let shared = workload.spec().share_process_namespace();
        if shared.is_true() && workload.containers().nth(1).is_some() {
            let message = format!("containers of `{}` see each other's processes", object.name());
            let fix = Draft::risky(object, "keep their processes apart").set(shared, false);
            out.report(object, shared, message).maybe_fix(fix);
        }
    }
}

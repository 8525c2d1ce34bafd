//! `capability-name-unknown`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "capability-name-unknown",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Low,
    summary: "the name of a capability is not one that the kernel has",
    why: "What is dropped by a wrong name is kept, and runtimes disagree on what a name with \
          `CAP_` or in other letters means: the container that was reviewed is not the one that \
          runs.",
    remedy: "Write the name in upper case and without `CAP_`, as in `NET_ADMIN`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Safe],
    refs: &[Ref::nsa("pod-security")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (_, container) in workload.containers() {
            let field = container.security_context().then(|context| context.capabilities());
            let Some(capabilities) = field.get() else {
                continue;
            };
            for (text, capability, node) in capabilities.named() {
                let name = capability.name();
                let message = match (capability.is_known(), name == text) {
                    (true, true) => continue,
                    (true, false) => format!("`{text}` is not how `{name}` is written"),
                    (false, _) => format!("`{text}` is no capability"),
                };
                let draft = Draft::safe(object, "write the name as it takes effect");
                let fix = capability.is_known().then(|| draft.replace(node, name)).flatten();
                out.report(object, node, message).maybe_fix(fix);
            }
        }
    }
}

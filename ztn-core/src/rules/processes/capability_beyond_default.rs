//! `capability-beyond-default`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "capability-beyond-default",
    practice: Practice::Processes,
    breaks: &[Part::Capabilities],
    severity: Severity::Medium,
    summary: "a container adds a capability beyond the ordinary ones",
    why: "Each capability is a piece of root: whoever takes the container over holds it, too, \
          against the kernel that all containers of the node share.",
    remedy: "Drop `ALL`, and add nothing but what the program fails without.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.9"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/capabilities"),
        Ref::trivy("KSV-0022"),
        Ref::checkov("CKV_K8S_25"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (_, container) in workload.containers() {
            let Some(capabilities) =
                container.security_context().then(|context| context.capabilities()).get()
            else {
                continue;
            };
            for (capability, node) in capabilities.added() {
                if capability.is_default() {
                    continue;
                }
                let said_by = match (workload.is_privileged(container), capability.danger()) {
                    (true, _) => Some("privileged-container"),
                    (false, Some(_)) => Some("dangerous-capability"),
                    (false, None) => None,
                };
                let message = format!(
                    "container `{}` adds `{}`",
                    container.name().or("?"),
                    capability.name()
                );
                let title = format!("do without `{}`", capability.name());
                let fix = Draft::risky(object, title).remove_item(capabilities.add().node(), node);
                out.report(object, node, message).maybe_fix(fix).maybe_implied_by(said_by);
            }
        }
    }
}

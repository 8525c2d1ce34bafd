//! `apparmor-unconfined`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apparmor-unconfined",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile],
    severity: Severity::High,
    summary: "a container runs without AppArmor by order",
    why: "AppArmor keeps a container from mounting, from writing to the kernel's files and from \
          tracing other processes. Without it one mistake more, and whoever takes the container \
          over is on the node.",
    remedy: "Drop the setting, which gives back the container runtime's own profile, or name a \
          profile of the node.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/appArmorProfile"),
        Ref::trivy("KSV-0002"),
        Ref::polaris("linuxHardening"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        let profiles = workload.shared(|workload, container| workload.app_armor(container));
        for shared in profiles.iter().filter(|shared| shared.field.is("unconfined")) {
            let title = "confine it as the container runtime does";
            let confined = match shared.field.node().text() {
                "Unconfined" => "RuntimeDefault",
                _ => "runtime/default",
            };
            let fix = Draft::risky(object, title).set(shared.field, confined);
            let message =
                format!("{} {} without AppArmor", shared.names(), shared.verb("runs", "run"));
            out.report(object, shared.field, message).maybe_fix(fix).implied_if(
                shared.containers.iter().all(|container| workload.is_privileged(*container)),
                "privileged-container",
            );
        }
    }
}

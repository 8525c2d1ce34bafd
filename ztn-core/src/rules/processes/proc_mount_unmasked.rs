//! `proc-mount-unmasked`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "proc-mount-unmasked",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile, Part::HostDevices],
    severity: Severity::Medium,
    summary: "a container sees the kernel's files that runtimes hide",
    why: "Under `/proc` the runtime hides what tells of the kernel and the node, and makes read- \
          only what changes them. Without the mask, whoever takes the container over and is root \
          writes there, and the kernel is every container's.",
    remedy: "Remove `procMount`, or give the pod a user namespace with `hostUsers: false`.",
    exceptions: "Containers that build images or run containers themselves, with `hostUsers: false`.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/procMount"),
        Ref::kube_linter("unsafe-proc-mount"),
        Ref::kubescape("C-0211"),
        Ref::trivy("KSV-0027"),
        Ref::polaris("procMount"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (_, container) in workload.containers() {
            let mount = container.security_context().then(|context| context.proc_mount());
            if mount.get().is_none_or(|text| text == "Default") {
                continue;
            }
            let name = container.name().or("?");
            let message = format!("container `{name}` has `/proc` without the mask");
            let fix = Draft::risky(object, "mask `/proc`").set(mount, "Default");
            let finding = out
                .report(object, mount, message)
                .maybe_fix(fix)
                .implied_if(workload.is_privileged(container), "privileged-container");
            if workload.has_user_namespace() {
                finding.severity(Severity::Low, "root of the container is nobody on the node");
            }
        }
    }
}

//! `seccomp-unconfined`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "seccomp-unconfined",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile],
    severity: Severity::High,
    summary: "a container runs without seccomp by order",
    why: "Every system call of the kernel is open to whoever takes the container over, those that \
          exploits of the kernel begin with among them: mounts, new namespaces, kernel keys, BPF.",
    remedy: "Set `seccompProfile.type` to `RuntimeDefault`, or to `Localhost` with a profile that \
          allows what the program needs.",
    exceptions: "Programs that filter system calls by themselves, such as browsers that build a sandbox \
          of their own.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.6.2"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/seccompProfile"),
        Ref::trivy("KSV-0104"),
        Ref::checkov("CKV_K8S_31"),
        Ref::polaris("linuxHardening"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        let profiles = workload.shared(|workload, container| {
            workload.effective_seccomp(container).then(|profile| profile.type_())
        });
        for shared in profiles.iter().filter(|shared| shared.field.is("Unconfined")) {
            let fix = Draft::risky(object, "filter system calls as the container runtime does")
                .set(shared.field, "RuntimeDefault");
            let message =
                format!("{} {} without seccomp", shared.names(), shared.verb("runs", "run"));
            out.report(object, shared.field, message).maybe_fix(fix).implied_if(
                shared.containers.iter().all(|container| workload.is_privileged(*container)),
                "privileged-container",
            );
        }
    }
}

//! `seccomp-profile-missing`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::paths;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "seccomp-profile-missing",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile],
    severity: Severity::Medium,
    summary: "a container has no seccomp profile",
    why: "Without a profile every system call of the kernel is open to whoever takes the container \
          over, unless the kubelet of its node happens to set one.",
    remedy: "Set `securityContext.seccompProfile.type: RuntimeDefault` on the pod, and \
          `seccompDefault: true` in the configuration of every kubelet.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.6.2"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("restricted/seccompProfile"),
        Ref::kubescape("C-0055"),
        Ref::kubescape("C-0210"),
        Ref::trivy("KSV-0030"),
        Ref::checkov("CKV_K8S_31"),
        Ref::polaris("linuxHardening"),
        Ref::kube_score("container-seccomp-profile"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if facts.cluster.has_seccomp_by_default() {
        return;
    }
    for workload in facts.cluster.workloads().filter(|workload| !workload.is_windows()) {
        let profiles = workload.shared(|workload, container| {
            workload.effective_seccomp(container).then(|profile| profile.type_())
        });
        for shared in profiles.into_iter().filter(|shared| shared.field.is_absent()) {
            for (is_privileged, shared) in shared.parted(|c| workload.is_privileged(c)) {
                let verb = shared.verb("has", "have");
                let message = format!("{} {verb} no seccomp profile", shared.names());
                let object = workload.object();
                let fix = Draft::risky(object, "filter system calls as the container runtime does")
                    .write_each(shared.nodes(), paths::container::SECCOMP_TYPE, "RuntimeDefault");
                out.report(object, shared.field, message)
                    .maybe_fix(fix)
                    .implied_if(
                        shared.all(|c| workload.has_no_security_context(c)),
                        "security-context-missing",
                    )
                    .implied_if(is_privileged, "privileged-container");
            }
        }
    }
}

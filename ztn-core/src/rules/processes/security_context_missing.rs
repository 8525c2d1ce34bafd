//! A container for which nobody wrote anything down.

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::workload::Shared;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "security-context-missing",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile, Part::UnprivilegedUser, Part::ImmutableRoot],
    severity: Severity::Medium,
    summary: "a container has no security context, neither its own nor its pod's",
    why: "What is left out takes the open default: the program may run as root, gain privileges, \
          rewrite its own image and make every system call of the kernel.",
    remedy: "Set `runAsNonRoot: true` and `seccompProfile.type: RuntimeDefault` in the pod's \
             `securityContext`, and `allowPrivilegeEscalation: false`, `readOnlyRootFilesystem: true` \
             and `capabilities.drop: [ALL]` in that of each container.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.6.3"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::kubescape("C-0211"),
        Ref::trivy("KSV-0118"),
        Ref::checkov("CKV_K8S_29"),
        Ref::checkov("CKV_K8S_30"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // Where the node confines by itself, the rules about each field say what is left.
    if facts.cluster.has_seccomp_by_default() {
        return;
    }
    for workload in facts.cluster.workloads() {
        if workload.is_windows() || workload.has_user_namespace() {
            continue;
        }
        let containers: Vec<_> = workload
            .containers()
            .map(|(_, container)| container)
            .filter(|&container| workload.has_no_security_context(container))
            .collect();
        let Some((first, others)) = containers.split_first() else {
            continue;
        };
        let shared = Shared { field: first.security_context(), containers: containers.clone() };
        let verb = shared.verb("has", "have");
        let message = format!("{} {verb} no security context", shared.names());
        let mut finding = out.report(workload.object(), shared.field, message);
        for other in others {
            finding = finding.label(
                workload.object(),
                other.security_context(),
                "this one has none, either",
            );
        }
    }
}

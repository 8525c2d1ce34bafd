//! `privileged-container`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "privileged-container",
    practice: Practice::Nodes,
    breaks: &[Part::HostDevices, Part::Capabilities, Part::KernelProfile, Part::UnprivilegedUser],
    severity: Severity::Critical,
    summary: "a container runs privileged",
    why: "A privileged container holds every capability and every device of the node, without seccomp \
          or AppArmor. Whoever takes it over owns the node, and from there every pod and credential on it.",
    remedy: "Drop `privileged` and grant the one capability, device or path the program needs.",
    exceptions: "Node agents that load kernel modules or set up the network, in a namespace of their own.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.2"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/privileged"),
        Ref::kube_linter("privileged-container"),
        Ref::kubescape("C-0057"),
        Ref::trivy("KSV-0017"),
        Ref::checkov("CKV_K8S_16"),
        Ref::polaris("runAsPrivileged"),
        Ref::kube_score("container-security-context-privileged"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        // The field cannot be set on Windows.
        if workload.is_windows() {
            continue;
        }
        for (_, container) in workload.containers() {
            let privileged = container.security_context().then(|context| context.privileged());
            if privileged.is_true() {
                let fix = Draft::risky(object, "run without privileges").set(privileged, false);
                out.report(
                    object,
                    privileged,
                    format!("container `{}` runs privileged", container.name().or("?")),
                )
                .maybe_fix(fix);
            }
        }
    }
}

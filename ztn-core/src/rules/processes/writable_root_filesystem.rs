//! `writable-root-filesystem`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{ContainerRole, Object, paths, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "writable-root-filesystem",
    practice: Practice::Processes,
    breaks: &[Part::ImmutableRoot],
    severity: Severity::Medium,
    summary: "a container can write to the files of its own image",
    why: "Whoever takes the container over writes tools into it, runs them, and changes the \
          program that serves the next request; nothing of it shows in the image.",
    remedy: "Set `readOnlyRootFilesystem: true`, and mount an `emptyDir` where the program writes.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::nist("5"),
        Ref::attack("T1105"),
        Ref::kube_linter("no-read-only-root-fs"),
        Ref::kubescape("C-0017"),
        Ref::trivy("KSV-0014"),
        Ref::checkov("CKV_K8S_22"),
        Ref::polaris("notReadOnlyRootFilesystem"),
        Ref::kube_score("container-security-context-readonlyrootfilesystem"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (role, container) in workload.containers() {
            let read_only =
                container.security_context().then(|context| context.read_only_root_filesystem());
            if read_only.is_true() || read_only.is_wrong() {
                continue;
            }
            let name = container.name().or("?");
            let fix = Draft::risky(object, "mount the image read-only").write(
                container.node(),
                paths::container::READ_ONLY_ROOT_FILESYSTEM,
                true,
            );
            let finding = out
                .report(object, read_only, format!("container `{name}` can write to its own image"))
                .maybe_fix(fix)
                .implied_if(
                    workload.has_no_security_context(container),
                    "security-context-missing",
                );
            if role == ContainerRole::Ephemeral {
                finding.severity(Severity::Low, "it is there to look at a running pod");
            }
        }
    }
}

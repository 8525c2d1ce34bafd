//! `run-as-root-user`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "run-as-root-user",
    practice: Practice::Processes,
    breaks: &[Part::UnprivilegedUser],
    severity: Severity::High,
    summary: "a container is told to run as root",
    why: "Whoever takes the container over is root in it: free to change every file of the image, \
          to use the capabilities the runtime grants to root, and, after one flaw of the kernel or \
          the runtime, root of the node.",
    remedy: "Set `runAsUser` to a user of the image other than 0, and `runAsNonRoot: true`; or \
          `hostUsers: false` where the program insists on being root.",
    exceptions: "Node agents that manage files of the node's root.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.2.7"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("restricted/runAsUser"),
        Ref::kube_linter("run-as-non-root"),
        Ref::kubescape("C-0013"),
        Ref::trivy("KSV-0105"),
        Ref::checkov("CKV_K8S_23"),
        Ref::polaris("runAsRootAllowed"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        // With user IDs of its own, the pod's root is nobody on the node. Windows has no user 0.
        if workload.has_user_namespace() || workload.is_windows() {
            continue;
        }
        let users =
            workload.shared(|workload, container| workload.effective_run_as_user(container));
        for shared in users.iter().filter(|shared| shared.field.get() == Some(0)) {
            let message = format!("{} {} as root", shared.names(), shared.verb("runs", "run"));
            out.report(object, shared.field, message);
        }
    }
}

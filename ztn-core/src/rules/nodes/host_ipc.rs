//! `host-ipc`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-ipc",
    practice: Practice::Nodes,
    breaks: &[Part::HostNamespaces],
    severity: Severity::High,
    summary: "a pod shares the IPC namespace of its node",
    why: "Whoever takes the pod over reads and writes the shared memory, semaphores and message \
          queues of programs on the node, and of every other pod that shares them.",
    remedy: "Drop `hostIPC`; containers of one pod share memory through an `emptyDir` with `medium: \
          Memory`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.4"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/hostNamespaces"),
        Ref::kube_linter("host-ipc"),
        Ref::kubescape("C-0038"),
        Ref::trivy("KSV-0008"),
        Ref::checkov("CKV_K8S_18"),
        Ref::polaris("hostIPCSet"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        let field = workload.spec().host_ipc();
        if field.is_true() {
            let fix = Draft::risky(object, "give the pod its own IPC namespace").set(field, false);
            out.report(
                object,
                field,
                format!("`{}` shares the memory segments of the node's processes", object.name()),
            )
            .maybe_fix(fix);
        }
    }
}

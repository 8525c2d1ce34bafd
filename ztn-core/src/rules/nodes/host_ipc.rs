//! `host-ipc`

use crate::finding::Findings;
use crate::fix::{Fix, Safety};
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
            let fix = Fix::set(
                object,
                field,
                "false",
                Safety::Unsafe,
                "give the pod its own IPC namespace",
            );
            out.report(
                object,
                field,
                format!("`{}` shares the memory segments of the node's processes", object.name()),
            )
            .maybe_fix(fix);
        }
    }
}

//! `host-pid`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-pid",
    practice: Practice::Nodes,
    breaks: &[Part::HostNamespaces],
    severity: Severity::High,
    summary: "a pod sees the processes of its node",
    why: "Whoever takes the pod over lists every process of the node with its arguments, reads \
          credentials out of their environment, and kills them; with a further capability it runs \
          code inside them.",
    remedy: "Drop `hostPID`; where a tool has to watch other containers of its own pod, set \
          `shareProcessNamespace`.",
    exceptions: "Node agents that measure processes, in a namespace of their own.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.3"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/hostNamespaces"),
        Ref::kube_linter("host-pid"),
        Ref::kubescape("C-0038"),
        Ref::trivy("KSV-0010"),
        Ref::checkov("CKV_K8S_17"),
        Ref::polaris("hostPIDSet"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        let field = workload.spec().host_pid();
        if field.is_true() {
            let fix = Draft::risky(object, "give the pod its own process IDs").set(field, false);
            out.report(
                object,
                field,
                format!("`{}` sees the processes of the node", object.name()),
            )
            .maybe_fix(fix);
        }
    }
}

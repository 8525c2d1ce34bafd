//! `user-namespace-conflict`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "user-namespace-conflict",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a pod asks for users of its own and for the node's namespaces",
    why: "The API server refuses the pod, so `hostUsers: false` protects nothing: what is taken \
          away to make the pod run is the user namespace.",
    remedy: "Drop `hostNetwork`, `hostPID` and `hostIPC`, or `hostUsers: false`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("pod-security")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| workload.has_user_namespace()) {
        let spec = workload.spec();
        for (name, field) in [
            ("hostNetwork", spec.host_network()),
            ("hostPID", spec.host_pid()),
            ("hostIPC", spec.host_ipc()),
        ] {
            if field.is_true() {
                let message = format!("`{name}` and `hostUsers: false` exclude each other");
                out.report(object, field, message).label(
                    object,
                    spec.host_users(),
                    "asked for here",
                );
            }
        }
    }
}

//! `run-as-root-group`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "run-as-root-group",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a container is in group 0",
    why: "Files of images and volumes belong to group 0 unless somebody saw to it: whoever takes \
          the container over writes to all that the group may write, also on volumes that others \
          mount.",
    remedy: "Set `runAsGroup`, `fsGroup` and `supplementalGroups` to groups of the program's own.",
    exceptions: "Images made for OpenShift, which give group 0 what their program writes.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.2.6"),
        Ref::nsa("pod-security"),
        Ref::trivy("KSV-0116"),
        Ref::kube_linter("run-as-non-root"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        let groups =
            workload.shared(|workload, container| workload.effective_run_as_group(container));
        for shared in groups.iter().filter(|shared| shared.field.get() == Some(0)) {
            let message = format!("{} {} in group 0", shared.names(), shared.verb("runs", "run"));
            out.report(object, shared.field, message);
        }
        let context = workload.security_context();
        let fs_group = context.then(|context| context.fs_group());
        if fs_group.get() == Some(0) {
            let message = format!("volumes of `{}` belong to group 0", object.name());
            out.report(object, fs_group, message);
        }
        if let Some(node) = context.get().and_then(|context| context.supplemental_group(0)) {
            out.report(object, node, format!("`{}` is in group 0", object.name()));
        }
    }
}

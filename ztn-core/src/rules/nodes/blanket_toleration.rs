//! `blanket-toleration`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Kind, Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "blanket-toleration",
    practice: Practice::Nodes,
    breaks: &[Part::NodeSegmentation],
    severity: Severity::Medium,
    summary: "a pod puts up with every taint",
    why: "Taints keep workloads of different trust on different nodes. A pod that tolerates all of \
          them can be put beside the control plane, or on the nodes set aside for the most \
          sensitive workloads, and whoever takes it over is one escape away from them.",
    remedy: "Name the key of each taint the pod has to put up with.",
    exceptions: "Node agents that have to run everywhere.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1610")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_in_kube_system()) {
        for toleration in
            workload.spec().tolerations().iter().filter(|toleration| toleration.is_blanket())
        {
            let message = format!("`{}` puts up with every taint of every node", object.name());
            let list = workload.spec().tolerations().node();
            let fix = Draft::risky(object, "tolerate no taint that is not named")
                .remove_item(list, toleration.node());
            let finding = out.report(object, toleration.operator(), message).maybe_fix(fix);
            if object.kind() == Kind::DaemonSet {
                finding.severity(Severity::Info, "a DaemonSet is there to run on every node");
            }
        }
    }
}

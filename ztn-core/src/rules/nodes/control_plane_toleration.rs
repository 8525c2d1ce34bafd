//! `control-plane-toleration`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Kind, Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "control-plane-toleration",
    practice: Practice::Nodes,
    breaks: &[Part::NodeSegmentation],
    severity: Severity::High,
    summary: "a pod may run on the nodes of the control plane",
    why: "The nodes of the control plane hold its keys and etcd's data. Whoever takes over a pod \
          that runs there is one escape away from the whole cluster rather than from one node.",
    remedy: "Drop the toleration, and keep the control plane's nodes for the control plane.",
    exceptions: "Node agents that have to run everywhere, and clusters of a single node.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1610"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_in_kube_system()) {
        for toleration in workload
            .spec()
            .tolerations()
            .iter()
            .filter(|toleration| toleration.is_for_control_plane())
        {
            let message = format!("`{}` may run on the nodes of the control plane", object.name());
            let list = workload.spec().tolerations().node();
            let fix = Draft::risky(object, "stay off the nodes of the control plane")
                .remove_item(list, toleration.node());
            let finding = out
                .report(object, toleration.key(), message)
                .maybe_fix(fix)
                .implied_if(toleration.is_blanket(), "blanket-toleration");
            if object.kind() == Kind::DaemonSet {
                finding.severity(Severity::Info, "a DaemonSet is there to run on every node");
            }
        }
    }
}

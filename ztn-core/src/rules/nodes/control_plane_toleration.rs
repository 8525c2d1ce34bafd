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
        let list = workload.spec().tolerations();
        let mut tolerations = list.iter().filter(|toleration| toleration.is_for_control_plane());
        // The taint has an old name and a new one, and most who put up with it name both.
        let Some(first) = tolerations.next() else {
            continue;
        };
        let others: Vec<_> = tolerations.collect();
        let fix = Draft::risky(object, "stay off the nodes of the control plane");
        let fix = if others.is_empty() { fix.remove_item(list.node(), first.node()) } else { None };
        let message = format!("`{}` may run on the nodes of the control plane", object.name());
        let mut finding = out
            .report(object, first.key(), message)
            .maybe_fix(fix)
            .implied_if(first.is_blanket(), "blanket-toleration");
        for other in others {
            finding = finding.label(object, other.key(), "and by this one");
        }
        if object.kind() == Kind::DaemonSet {
            finding.severity(Severity::Info, "a DaemonSet is there to run on every node");
        }
    }
}

//! `node-critical-priority`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "node-critical-priority",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a workload outranks everything else on its node",
    why: "For a pod of this class the scheduler throws out others, node agents that watch and \
          filter among them. Whoever may create it makes room by stopping them.",
    remedy: "Give it a PriorityClass of its own, below the system's.",
    exceptions: "Node agents without which a node is of no use.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nist("5"), Ref::attack("T1499")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_in_kube_system()) {
        let class = workload.spec().priority_class_name();
        if class.is("system-node-critical") || class.is("system-cluster-critical") {
            let message = format!("`{}` is of the class `{}`", object.name(), class.or("?"));
            out.report(object, class, message);
        }
    }
}

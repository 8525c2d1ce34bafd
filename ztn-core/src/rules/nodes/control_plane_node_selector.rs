//! `control-plane-node-selector`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "control-plane-node-selector",
    practice: Practice::Nodes,
    breaks: &[Part::NodeSegmentation],
    severity: Severity::Medium,
    summary: "a workload asks for the nodes of the control plane",
    why: "Beside the API server and etcd, whoever takes it over is one step from their keys.",
    remedy: "Choose nodes by the label of a pool for workloads.",
    exceptions: "Agents that serve the control plane itself.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("2"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_in_kube_system()) {
        if let Some(node) = workload.asks_for_control_plane() {
            out.report(
                object,
                node,
                format!("`{}` asks for a node of the control plane", object.name()),
            );
        }
    }
}

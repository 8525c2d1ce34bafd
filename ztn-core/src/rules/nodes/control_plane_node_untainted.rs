//! `control-plane-node-untainted`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeadm::{InitConfiguration, JoinConfiguration};
use crate::model::node::ClusterNode;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "control-plane-node-untainted",
    practice: Practice::Nodes,
    breaks: &[Part::NodeSegmentation],
    severity: Severity::High,
    summary: "a node of the control plane takes every workload",
    why: "Any pod may land beside the API server and etcd; one that leaves its container is at \
          their keys.",
    remedy: "Give the node the taint `node-role.kubernetes.io/control-plane:NoSchedule`.",
    exceptions: "Clusters of a single node.",
    since: "0.1.0",
    needs: &[Evidence::Versions],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("2"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let first = object.view::<InitConfiguration<'_>>().map(|file| file.node_registration());
    let further = object
        .view::<JoinConfiguration<'_>>()
        .filter(|file| file.control_plane().is_set())
        .map(|file| file.node_registration());
    if let Some(registration) = first.or(further) {
        let taints = registration.then(|registration| registration.taints());
        // Left out, kubeadm gives the taint; an empty list is none.
        if taints.is_set() && taints.is_empty() {
            let message = "kubeadm makes a node of the control plane without the taint";
            out.report(object, taints, message.to_owned());
        }
    }
    if let Some(label) = object.view::<ClusterNode<'_>>().and_then(ClusterNode::untainted_role) {
        let message =
            format!("node `{}` is of the control plane, and takes every pod", object.name());
        out.report(object, label, message);
    }
}

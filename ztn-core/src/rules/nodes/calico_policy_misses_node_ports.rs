//! `calico-policy-misses-node-ports`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::calico_others::denied_node_ports;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "calico-policy-misses-node-ports",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy of Calico's denies ports of nodes that it never sees",
    why: "A packet to a port of a node is sent on to a pod before policies are asked, and has the pod's \
          port by then: whoever reaches the node reaches the Service, and everybody who reads the \
          policy believes the port closed.",
    remedy: "Set `preDNAT: true` and `applyOnForward: true`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::attack("T1133")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some(port) = denied_node_ports(object).first() {
        let message = format!("`{}` denies ports of nodes, and is asked too late", object.name());
        out.report(object, *port, message);
    }
}

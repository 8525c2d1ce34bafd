//! `host-port`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-port",
    practice: Practice::Nodes,
    breaks: &[Part::HostNetwork],
    severity: Severity::Medium,
    summary: "a container takes a port of its node",
    why: "The port is open on every address of the node, past Services and often past \
          NetworkPolicies, to whoever reaches the node: one way from outside into the pod network.",
    remedy: "Drop `hostPort` and publish the port by a Service.",
    exceptions: "Ingress controllers on nodes without a load balancer.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.12"),
        Ref::nsa("network-separation"),
        Ref::attack("T1190"),
        Ref::pss("baseline/hostPorts"),
        Ref::kubescape("C-0044"),
        Ref::trivy("KSV-0024"),
        Ref::checkov("CKV_K8S_26"),
        Ref::polaris("hostPortSet"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for (container, port) in workload.host_ports() {
            let number = port.host_port().or(0);
            let message =
                format!("container `{}` takes port {number} of its node", container.name().or("?"));
            let fix = port.host_port().key().and_then(|key| {
                Draft::risky(object, "take no port of the node").remove_entry(port.node(), key)
            });
            // A pod of the node's network has no other ports than the node's.
            let finding = out
                .report(object, port.host_port(), message)
                .maybe_fix(fix)
                .implied_if(workload.host_network().is_true(), "host-network");
            if matches!(port.host_ip().or(""), "127.0.0.1" | "::1") {
                finding.severity(Severity::Low, "it is open to the node itself alone");
            }
        }
    }
}

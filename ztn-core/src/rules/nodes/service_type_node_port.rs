//! `service-type-node-port`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::service::Service;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "service-type-node-port",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a Service opens a port on every node",
    why: "The port is open on every address of every node, to whoever reaches a node: past the \
          load balancer, its firewall and its logs, and past whatever separates nodes from other \
          networks.",
    remedy: "Use type ClusterIP behind an ingress or a gateway, or type LoadBalancer with \
          `allocateLoadBalancerNodePorts: false`.",
    exceptions: "Ingress controllers and clusters without load balancers.",
    since: "0.1.0",
    needs: &[Evidence::Services],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::attack("T1190"),
        Ref::kube_linter("exposed-services"),
        Ref::kube_score("service-type"),
        Ref::kubescape("C-0256"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<Service<'_>>().and_then(|service| service.spec().get()) else {
        return;
    };
    if spec.type_().is("NodePort") {
        let message = format!("`{}` opens {} on every node", object.name(), spec.node_ports());
        out.report(object, spec.type_(), message);
    }
}

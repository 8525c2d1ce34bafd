//! `load-balancer-opens-node-ports`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::service::Service;
use crate::model::{Object, paths};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "load-balancer-opens-node-ports",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a load balancer opens ports on every node, too",
    why: "Beside the load balancer, the same pods answer on a port of every node, where the source \
          ranges and the firewall of the load balancer do not apply.",
    remedy: "Set `allocateLoadBalancerNodePorts: false`, where the load balancer sends to pods.",
    exceptions: "Load balancers that reach pods through the nodes, as those built into a cloud \
          provider do.",
    since: "0.1.0",
    needs: &[Evidence::Services],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("network-separation"), Ref::attack("T1190")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<Service<'_>>().and_then(|service| service.spec().get()) else {
        return;
    };
    let allocate = spec.allocate_load_balancer_node_ports();
    if !spec.type_().is("LoadBalancer") || allocate.is_false() || allocate.is_wrong() {
        return;
    }
    let fix = Draft::risky(object, "open no port on nodes").write(
        spec.node(),
        paths::service::ALLOCATE_NODE_PORTS,
        false,
    );
    let message = format!("`{}` opens {} on every node, too", object.name(), spec.node_ports());
    out.report(object, spec.type_(), message).maybe_fix(fix);
}

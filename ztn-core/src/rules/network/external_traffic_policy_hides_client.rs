//! `external-traffic-policy-hides-client`

use std::collections::HashSet;

use crate::engine::Witness;
use crate::engine::network::FrontKind;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::service::Service;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "external-traffic-policy-hides-client",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy limits by address whom a Service hides behind its nodes",
    why: "With `externalTrafficPolicy: Cluster` the pods see the address of a node, not of the \
          client: the list of allowed addresses lets in nobody it names, and once the nodes are \
          added to it, everybody.",
    remedy: "Set `externalTrafficPolicy: Local` on the Service, or limit the clients by \
             `loadBalancerSourceRanges`.",
    exceptions: "Network plugins that keep the client's address, such as Cilium in its direct server \
                 return mode, and load balancers that send to the pods themselves.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies, Evidence::Services],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let mut told = HashSet::new();
    for front in network.fronts() {
        let by_node = matches!(front.kind, FrontKind::LoadBalancer | FrontKind::NodePort);
        if !by_node || front.keeps_client {
            continue;
        }
        let service = front.object.view::<Service<'_>>();
        if service.is_none_or(|service| service.sends_to_pods()) {
            continue;
        }
        let limits = network.limits_by_address(front);
        let Some(limit) = limits.filter(|_| told.insert(front.object.id())) else {
            continue;
        };
        let message = format!("`{}` hides its clients behind the nodes", front.object.name());
        let witness =
            Witness { text: "a policy limits them by address".to_owned(), because: vec![limit] };
        out.report(front.object, front.node(), message).because(&witness);
    }
}

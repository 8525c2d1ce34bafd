//! `exposed-workload-blocked`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "exposed-workload-blocked",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "policies keep out what a Service, an Ingress or a route lets in",
    why: "Nothing of what was meant to come in does, and the usual answer to that is a policy that \
          lets everybody in.",
    remedy: "Name the ingress controller, or the addresses of the callers, in a policy of the \
          workload.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies, Evidence::Services],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.all_read {
        return;
    }
    let network = facts.network();
    for front in network.fronts() {
        let Some(member) = network.member(front.member) else {
            continue;
        };
        if front.ports.is_empty() || !network.admitted(front).may.is_empty() {
            continue;
        }
        let (way, workload) = (front.object.name(), member.workload.object());
        let message =
            format!("`{way}` leads to `{}`, which lets nothing of it in", workload.name());
        out.report(front.object, front.node(), message).label(
            workload,
            workload.name_node(),
            "policies limit whom it takes connections from",
        );
    }
}

//! `policy-feature-unsupported-by-cni`

use crate::engine::network::Lacks;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::IntOrStr;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-feature-unsupported-by-cni",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy says what the cluster's network plugin makes nothing of",
    why: "The API server takes the policy, and the plugin leaves out what it does not know, without a \
          word: what was meant to pass is dropped, and who looks for the reason opens more than was \
          needed.",
    remedy: "Upgrade Cilium to 1.16 or later for `endPort`, set `enable-sctp` in `cilium-config` for \
             SCTP, or list the ports one by one.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let lacks = Lacks::of(facts.cluster);
    if lacks == Lacks::default() {
        return;
    }
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let Some(spec) = policy.spec().get() else {
            continue;
        };
        for port in spec.effective_rules().flat_map(|rule| rule.ports.iter()) {
            let name = object.name();
            let first = port.port().get();
            let is_range =
                port.end_port().get().is_some_and(|end| first != Some(IntOrStr::Int(end)));
            if lacks.port_ranges && is_range {
                let message =
                    format!("`{name}` opens a range of ports, of which Cilium knows the first");
                out.report(object, port.end_port(), message);
            }
            if lacks.sctp && port.protocol().is("SCTP") {
                let message = format!("`{name}` opens a port of SCTP, which Cilium drops");
                out.report(object, port.protocol(), message);
            }
        }
    }
}

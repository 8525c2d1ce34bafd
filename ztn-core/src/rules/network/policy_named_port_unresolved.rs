//! `policy-named-port-unresolved`

use crate::engine::network::Protocol;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::IntOrStr;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-named-port-unresolved",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy names a port that no pod has",
    why: "A name is looked up among the ports of the pods at the receiving end. Where none has it, \
          the rule allows nothing, and whoever mends the outage in haste allows everything.",
    remedy: "Write the name, and the protocol, that the container gives the port, or the number.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.all_read {
        return;
    }
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let (Some(spec), Some(namespace)) = (policy.spec().get(), object.namespace()) else {
            continue;
        };
        for (port, receivers) in facts.references().policy_ports(namespace, spec) {
            let (Some(IntOrStr::Str(name)), protocol) =
                (port.port().get(), port.protocol().or("TCP"))
            else {
                continue;
            };
            let has = |one: IntOrStr<'_>| receivers.iter().any(|pod| pod.listens_on(protocol, one));
            if !receivers.is_empty() && !has(IntOrStr::Str(name)) {
                let message = format!(
                    "no pod that `{}` is about has a port `{name}` of {protocol}",
                    object.name()
                );
                out.report(object, port.port(), message);
            }
        }
    }
    // Of every other dialect.
    for one in facts.network().unresolved_ports(&facts.references().untold()) {
        let (object, name) = (one.rule.object, one.name);
        let protocol = one.protocol.map_or("any protocol", Protocol::name);
        let message =
            format!("no pod that `{}` is about has a port `{name}` of {protocol}", object.name());
        out.report_at(object.id(), one.rule.place, message);
    }
}

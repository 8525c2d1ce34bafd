//! `policy-port-uses-service-port`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::IntOrStr;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-port-uses-service-port",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a policy opens the port of a Service instead of the pods'",
    why: "Policies see connections after the Service has sent them on, at the port that the pods \
          listen on. The rule allows nothing that was meant, and opens a port that nobody looks \
          at.",
    remedy: "Write the `targetPort` of the Service into the policy.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies, Evidence::Services],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.all_read {
        return;
    }
    let references = facts.references();
    for (object, policy) in facts.cluster.all::<NetworkPolicy<'_>>() {
        let (Some(spec), Some(namespace)) = (policy.spec().get(), object.namespace()) else {
            continue;
        };
        for (port, receivers) in references.policy_ports(namespace, spec) {
            let protocol = port.protocol().or("TCP");
            let number = match port.port().get() {
                Some(IntOrStr::Int(number)) if port.end_port().is_absent() => number,
                _ => continue,
            };
            let listens = |port| receivers.iter().any(|pod| pod.listens_on(protocol, port));
            if receivers.is_empty() || listens(IntOrStr::Int(number)) {
                continue;
            }
            let Some((service, meant)) = references.service_port(&receivers, protocol, number)
            else {
                continue;
            };
            let message = format!(
                "`{}` opens port {number} of Service `{}`, and the pods listen on {}",
                object.name(),
                service.name(),
                match meant.target_port().get() {
                    Some(IntOrStr::Int(target)) => target.to_string(),
                    Some(IntOrStr::Str(name)) => format!("`{name}`"),
                    None => "another one".to_owned(),
                }
            );
            out.report(object, port.port(), message).label(
                service,
                meant.target_port(),
                "where the Service sends connections",
            );
        }
    }
}

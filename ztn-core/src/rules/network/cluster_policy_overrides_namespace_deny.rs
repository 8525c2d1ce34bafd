//! `cluster-policy-overrides-namespace-deny`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cluster-policy-overrides-namespace-deny",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy of the cluster accepts what a namespace's own policies would drop",
    why: "The policies of the namespace are never asked about it: whoever is on the other end gets \
          in, or is reached, though everybody who reads the namespace's policies believes it closed.",
    remedy: "Write `Pass`, so that the policies of the namespace decide, or name the one peer and the \
             ports that are meant for all.",
    exceptions: "Name servers, monitoring and backup, which every namespace has to serve.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for one in facts.network().overrides() {
        let (object, rule) = (one.rule.object, one.rule.text());
        let message =
            format!("{rule} of `{}` accepts what policies of namespaces drop", object.name());
        let finding = out.report_at(object.id(), one.rule.place, message).because(&one.witness);
        if one.names_ports {
            finding.severity(Severity::Low, "it names its ports");
        }
    }
}

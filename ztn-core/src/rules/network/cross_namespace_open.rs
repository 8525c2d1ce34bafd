//! `cross-namespace-open`

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cross-namespace-open",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "policies open two namespaces to each other on every port",
    why: "Where each pod of one reaches each of the other, the two are one zone: whoever takes over \
          the weakest pod of either is before all the others, whatever port they listen on.",
    remedy: "Name the workloads that talk to each other, and the ports, one rule for each connection.",
    exceptions: "Namespaces that are parts of one application and one team.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    let mut open: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (one, other) in network.namespaces_not_apart() {
        open.entry(one).or_default().push(other);
    }
    for (name, others) in open {
        let namespace = facts.cluster.named(Kind::Namespace, "", name).next();
        let first = || network.members().iter().find(|member| member.namespace == name);
        let Some(object) = namespace.or_else(|| Some(first()?.workload.object())) else {
            continue;
        };
        let Some((other, more)) = others.split_first() else {
            continue;
        };
        let and = match more.len() {
            0 => String::new(),
            count => format!(" (and {count} more)"),
        };
        let message = format!(
            "every workload of `{name}` reaches every one of `{other}`{and} on every port, both ways"
        );
        out.report(object, object.name_node(), message);
    }
}

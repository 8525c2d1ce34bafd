//! `network-policy-not-enforced`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "network-policy-not-enforced",
    practice: Practice::Network,
    breaks: &[Part::IsolatedIngress, Part::IsolatedEgress, Part::NamedPeers],
    severity: Severity::Critical,
    summary: "the network plugin enforces no NetworkPolicy",
    why: "The API server accepts policies whether anything enforces them or not: every pod reaches \
          every other, and everybody who reads the policies believes otherwise.",
    remedy: "Install a network plugin that enforces NetworkPolicy, such as Cilium, Calico or Antrea, \
          or a policy engine beside the present one.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.1"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1210"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if facts.network().is_enforced() {
        return;
    }
    let mut policies = facts.cluster.of_kind(Kind::NetworkPolicy);
    if let Some(first) = policies.next() {
        let message = match policies.count() {
            0 => format!("`{}` is not enforced", first.name()),
            others => format!("`{}` and {others} more are not enforced", first.name()),
        };
        out.report(first, first.name_node(), message)
            .witness("the options say that the network plugin enforces no policy");
    }
}

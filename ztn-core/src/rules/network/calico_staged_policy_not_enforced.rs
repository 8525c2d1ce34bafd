//! `calico-staged-policy-not-enforced`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::calico_others::staged_alone;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "calico-staged-policy-not-enforced",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy of Calico's is tried out, and none of its name is enforced",
    why: "Calico only notes what a staged policy would do, and lets everything pass: everybody who reads \
          it believes the pods closed.",
    remedy: "Write it as a NetworkPolicy or GlobalNetworkPolicy, once what it notes is as expected.",
    exceptions: "While a policy is tried out.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for object in staged_alone(facts.cluster) {
        let message = format!("`{}` is staged, and nothing enforces it", object.name());
        out.report(object, object.name_node(), message);
    }
}

//! `cluster-policy-priority-tie`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::cluster_policy::spec_of;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cluster-policy-priority-tie",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "two policies of the cluster have one priority, and it matters which comes first",
    why: "Which of the two the network plugin asks first is its own affair, and may change with an \
          upgrade or a restart: what is denied today may pass tomorrow, and no file has changed.",
    remedy: "Give each policy of a tier a priority of its own.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for tie in facts.network().ties_of_priority() {
        let (first, second) = (tie.first, tie.second);
        let message = format!(
            "`{}` decides otherwise than `{}`, and has the same priority",
            second.name(),
            first.name()
        );
        let priority = |object| spec_of(object).map(|spec| spec.priority());
        let (Some(here), Some(there)) = (priority(second), priority(first)) else {
            continue;
        };
        out.report(second, here, message).because(&tie.witness).label(
            first,
            there,
            "the same priority",
        );
    }
}

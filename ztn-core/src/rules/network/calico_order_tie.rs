//! `calico-order-tie`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::calico::spec_of;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "calico-order-tie",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "two policies of Calico's have one order, and it matters which comes first",
    why: "Where `order` is the same or left out, the names decide which policy is asked first: a \
          new name, or a new policy with a name early in the alphabet, lets pass what was denied.",
    remedy: "Give each policy of the tier an `order` of its own.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for tie in facts.network().ties_of_order() {
        let (first, second) = (tie.first, tie.second);
        let message = format!(
            "`{}` decides otherwise than `{}`, and their names alone say which comes first",
            second.name(),
            first.name()
        );
        let finding = match spec_of(second).map(|spec| spec.order()).filter(|order| order.is_set())
        {
            Some(order) => out.report(second, order, message),
            None => out.report(second, second.name_node(), message),
        };
        finding.because(&tie.witness).label(first, first.name_node(), "the same order");
    }
}

//! `cilium-empty-rule-trap`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::cilium_traps::{Empty, empty_parts};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cilium-empty-rule-trap",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "an empty part of a Cilium policy does not do what it seems to",
    why: "Emptiness means other things here than in a NetworkPolicy: `ingress: []` denies nothing, \
          `ingress: [{}]` allows nothing, `fromEndpoints: []` is nobody. Pods stand open that were to \
          be closed, or an outage is mended in haste by opening them.",
    remedy: "To deny by default, write one rule `{}` and nothing else; to allow, name the peers; else \
             delete what is empty.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let name = object.name();
    for (node, empty) in empty_parts(object) {
        let message = match empty {
            Empty::Rules(list) => format!("the empty `{list}` of `{name}` denies nothing"),
            Empty::Rule(list) | Empty::RuleBeside(list) => {
                format!("the empty rule in `{list}` of `{name}` allows nothing")
            }
            Empty::Peers => format!("the empty list of peers in `{name}` is nobody"),
        };
        let finding = out.report(object, node, message);
        if let Empty::RuleBeside(_) = empty {
            finding.severity(Severity::Low, "the rules beside it do without it");
        }
    }
}

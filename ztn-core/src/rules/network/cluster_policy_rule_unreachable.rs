//! `cluster-policy-rule-unreachable`

use crate::engine::Witness;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cluster-policy-rule-unreachable",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a rule of a policy of the cluster is never reached",
    why: "An earlier rule takes all its traffic, and does something else with it: what the rule was \
          written to deny passes, or what it was written to accept is dropped and mended in haste.",
    remedy: "Put the narrower rule first, or delete it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for one in facts.network().shadowed() {
        let object = one.rule.object;
        let message = format!("{} of `{}` is never reached", one.rule.text(), object.name());
        let by = one.by.because();
        let witness = Witness { text: format!("{} takes all of it", by.text), because: vec![by] };
        let finding = out.report_at(object.id(), one.rule.place, message).because(&witness);
        if one.is_repeated {
            finding.severity(Severity::Low, "the earlier rule does the same");
        }
    }
}

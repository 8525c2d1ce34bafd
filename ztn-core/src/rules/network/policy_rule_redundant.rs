//! `policy-rule-redundant`

use crate::engine::Witness;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-rule-redundant",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Low,
    summary: "a rule of a policy adds nothing to another one",
    why: "It reads as a limit and is none: whoever reviews it takes the narrow rule for what is \
          allowed, while the wide one decides.",
    remedy: "Remove the rule, or narrow the one that covers it.",
    exceptions: "Where the wide rule is about to go.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for found in facts.network().superfluous_rules() {
        let rule = found.rule;
        let message = format!("{} of `{}` adds nothing", rule.text(), rule.object.name());
        let text = "another rule allows all of it".to_owned();
        let because = vec![found.covered_by.because()];
        out.report_at(rule.object.id(), rule.place, message).because(&Witness { text, because });
    }
}

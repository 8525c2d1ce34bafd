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
    for rule in facts.network().superfluous_rules() {
        let side = rule.direction.name().to_ascii_lowercase();
        let (name, number) = (rule.object.name(), rule.number);
        let message = format!("{side} rule {number} of `{name}` adds nothing");
        let witness = Witness {
            text: "another rule allows all of it".to_owned(),
            because: vec![rule.covered_by],
        };
        out.report_at(rule.object.id(), rule.place, message).because(&witness);
    }
}

//! `audit-policy-rule-unreachable`

use crate::engine::audit::{self, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-rule-unreachable",
    practice: Practice::Audit,
    breaks: &[],
    severity: Severity::Low,
    summary: "a rule of the audit policy decides nothing, since earlier ones match all it matches",
    why: "Whoever wrote the rule relies on it: a request that it was to record is \
          decided by another one, at another level.",
    remedy: "Move the rule before those that match what it matches, or remove it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for shadowed in audit::shadowed(&Policy::of(file)) {
        let numbers: Vec<String> =
            shadowed.by.iter().map(|(index, _)| (index + 1).to_string()).collect();
        let noun = if numbers.len() == 1 { "rule" } else { "rules" };
        let message = format!(
            "all that this rule matches is matched by {noun} {} before it",
            numbers.join(" and ")
        );
        let mut finding = out.report(object, shadowed.rule.level(), message);
        for (index, rule) in shadowed.by {
            finding = finding.label(object, rule.level(), format!("rule {}", index + 1));
        }
        if shadowed.is_same {
            finding.severity(Severity::Info, "they say the same");
        }
    }
}

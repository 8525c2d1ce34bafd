//! `audit-policy-hides-identity`

use crate::engine::audit::{self, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-hides-identity",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::Medium,
    summary: "what somebody does is kept out of the audit log",
    why: "Whoever takes over such a user, or a workload in such a group, reads Secrets \
          and changes workloads without a trace, while the log looks whole.",
    remedy: "Limit the rule with `level: None` to the verbs and resources that make the \
          noise.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7"), Ref::attack("T1562"), Ref::cis("3.2.2")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for hidden in audit::hidden(&Policy::of(file)) {
        let (who, what) = (hidden.who.join(", "), hidden.what);
        let message = format!("nothing is recorded of {what} by {who}");
        let finding = out.report(object, hidden.rule.level(), message);
        if hidden.is_group {
            finding.severity(Severity::High, "whoever joins the group is hidden as well");
        }
    }
}

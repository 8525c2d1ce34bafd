//! `audit-policy-name-unmatched`

use crate::engine::audit::{self, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-name-unmatched",
    practice: Practice::Audit,
    breaks: &[],
    severity: Severity::Low,
    summary: "a name in the audit policy is that of no request",
    why: "The rule matches less than it says: what it was to record is decided by a \
          later rule, or not recorded.",
    remedy: "Write the name as requests have it: verbs in lower case and none of them `*`, \
          resources in the plural and with their API group.",
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
    for name in audit::unmatched(&Policy::of(file)) {
        out.report(object, name.node, name.what);
    }
}

//! `audit-policy-misses-bodies`

use crate::engine::audit::{self, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-misses-bodies",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::Low,
    summary: "the audit log says that something was changed, and not to what",
    why: "A binding without its body does not say who was bound, and a pod without it \
          does not say which image runs; by the time somebody looks, the object is gone.",
    remedy: "Put a rule with `level: Request` for writes of what is no credential before \
          the one with `level: Metadata`.",
    exceptions: "Where the log may not grow so much.",
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
    for gap in audit::without_body(&Policy::of(file)) {
        let message = format!("no body is recorded of {}", gap.words());
        out.report(object, gap.place, message).advice();
    }
}

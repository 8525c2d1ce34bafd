//! `audit-policy-silent-by-default`

use crate::engine::audit::{self, ByDefault, Policy};
use crate::finding::Findings;
use crate::fix::{Draft, Safety, Value};
use crate::model::audit_policy::AuditPolicy;
use crate::model::{Object, paths};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-silent-by-default",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::Medium,
    summary: "requests that no rule of the audit policy names are not recorded",
    why: "A resource that is installed later, or that nobody thought of, can be read and \
          changed without a trace.",
    remedy: "End the policy with a rule that has `level: Metadata` and nothing else.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("3.2.2"),
        Ref::nsa("audit-logging"),
        Ref::nist("7"),
        Ref::attack("T1562"),
        Ref::kube_bench("3.2.2"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    let (what, rule, reads_only) = match audit::by_default(&Policy::of(file)) {
        ByDefault::Recorded => return,
        ByDefault::Silent(rule) => ("requests", rule, false),
        ByDefault::WritesOnly(rule) => ("reads", rule, true),
    };
    let place = match rule {
        Some(rule) => rule.level().node(),
        None => file.rules().key().unwrap_or(object.node()),
    };
    let draft = Draft::risky(object, "record who does what");
    let fix = match rule {
        Some(rule) => draft.set(rule.level(), "Metadata"),
        None => file.rules().get().and_then(|rules| {
            draft.append(rules.node(), Value::field(paths::AUDIT_LEVEL, "Metadata"))
        }),
    };
    let finding = out
        .report(object, place, format!("{what} that no rule names are not recorded"))
        .maybe_fix(fix);
    if reads_only {
        finding.severity(Severity::Low, "writes are recorded");
    }
}

//! `audit-policy-misses-probing`

use crate::engine::audit::{self, Class, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-misses-probing",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::Low,
    summary: "the audit log does not say who looks for a way in or cleans up behind",
    why: "Requests without credentials, profiles of the API server and deleted events \
          come before an intrusion and after it.",
    remedy: "Limit the rule with `level: None` to the verbs, paths and users that make the \
          noise.",
    exceptions: "Where a proxy before the API server records requests without credentials.",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7"), Ref::attack("T1070")],
    aliases: &[],
    check: Check::Document(check),
};

/// What is watched for.
const CLASSES: &[Class] = &[Class::Unauthenticated, Class::DebugEndpoints, Class::EvidenceRemoval];

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for gap in audit::missed(&Policy::of(file), CLASSES) {
        let message = format!("nothing is recorded of {}", gap.words());
        out.report(object, gap.place, message)
            .implied_if(gap.is_default, "audit-policy-silent-by-default");
    }
}

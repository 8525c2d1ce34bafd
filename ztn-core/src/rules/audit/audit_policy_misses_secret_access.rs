//! `audit-policy-misses-secret-access`

use crate::engine::audit::{self, Class, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-misses-secret-access",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::High,
    summary: "the audit log does not say who reads Secrets or makes tokens",
    why: "A stolen Secret or token is used from elsewhere, where nothing is recorded: \
          the read of it is the only trace, and without it nobody knows what has to be \
          replaced.",
    remedy: "Put a rule with `level: Metadata` for `secrets`, `serviceaccounts/token` and \
          `tokenreviews` before the one that passes over them.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[
        Ref::cis("3.2.2"),
        Ref::nsa("audit-logging"),
        Ref::nist("7"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0161"),
        Ref::kube_bench("3.2.2"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// What is watched for.
const CLASSES: &[Class] = &[Class::SecretAccess, Class::TokenIssuance];

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for gap in audit::missed(&Policy::of(file), CLASSES) {
        let message = format!("nothing is recorded of {}", gap.words());
        out.report(object, gap.place, message);
    }
}

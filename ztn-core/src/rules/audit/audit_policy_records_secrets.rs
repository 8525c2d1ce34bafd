//! `audit-policy-records-secrets`

use crate::engine::audit::{self, Policy};
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-records-secrets",
    practice: Practice::Audit,
    breaks: &[Part::AuditSecrecy],
    severity: Severity::High,
    summary: "the audit log records credentials",
    why: "Whoever reads the log, or the system it is sent to, reads the Secrets and tokens in \
          it and uses them; RBAC on Secrets does not protect the copy.",
    remedy: "Put a rule with `level: Metadata` for `secrets`, `serviceaccounts/token` and \
          `tokenreviews` before this one.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("3.2.2"),
        Ref::nsa("audit-logging"),
        Ref::nist("1"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0161"),
        Ref::kube_bench("3.2.2"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for leak in audit::leaks(&Policy::of(file)) {
        let level = leak.rule.level();
        if leak.credentials.is_empty() {
            continue;
        }
        let what = leak.credentials.join(" and ");
        let message = format!("`{}` puts {what} into the log", level.or(""));
        let fix = Draft::risky(object, "record who did what alone").set(level, "Metadata");
        out.report(object, level, message).maybe_fix(fix);
    }
}

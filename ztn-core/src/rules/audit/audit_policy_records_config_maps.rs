//! `audit-policy-records-config-maps`

use crate::engine::audit::{self, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-records-config-maps",
    practice: Practice::Audit,
    breaks: &[Part::AuditSecrecy],
    severity: Severity::Low,
    summary: "the audit log records ConfigMaps",
    why: "They are not for credentials and hold them all the same: connection strings, \
          licences, tokens of tools that know no Secrets.",
    remedy: "Name `configmaps` in the rule with `level: Metadata` for `secrets`.",
    exceptions: "Where no ConfigMap holds a credential.",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[Ref::cis("3.2.2"), Ref::nsa("audit-logging"), Ref::attack("T1552")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for leak in audit::leaks(&Policy::of(file)) {
        if leak.config_maps.is_empty() {
            continue;
        }
        let (level, what) = (leak.rule.level(), leak.config_maps.join(" and "));
        let message = format!("`{}` puts {what} into the log", level.or(""));
        out.report(object, level, message).advice();
    }
}

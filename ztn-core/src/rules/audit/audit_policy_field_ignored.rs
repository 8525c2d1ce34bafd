//! `audit-policy-field-ignored`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-field-ignored",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::High,
    summary: "a field of the audit policy is none, and its rule matches more than it says",
    why: "The API server warns of it once and passes over it: a rule with `level: None` \
          for one namespace is one for all of them where the key is misspelt.",
    remedy: "Write the field as the API has it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for ignored in file.ignored() {
        let (name, of) = (ignored.key.text(), ignored.of);
        let meant =
            ignored.meant.map_or(String::new(), |meant| format!(": did you mean `{meant}`?"));
        let finding =
            out.report(object, ignored.key, format!("`{name}` is no field of {of}{meant}"));
        if !ignored.is_limit {
            finding.severity(Severity::Low, "no rule matches more by it");
        }
    }
}

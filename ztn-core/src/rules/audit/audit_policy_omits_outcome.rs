//! `audit-policy-omits-outcome`

use crate::engine::audit::{self, Policy, Stage};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-omits-outcome",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::High,
    summary: "the audit log leaves out the stage that tells how requests end",
    why: "Whether a request was granted or refused, that credentials were wrong, and \
          that the API server broke down are each told at one stage alone.",
    remedy: "Leave out `RequestReceived` alone.",
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
    for omission in audit::omissions(&Policy::of(file)) {
        let lost = match omission.stage {
            Stage::ResponseStarted => "of requests with wrong credentials",
            Stage::Panic => "of requests over which the API server breaks down",
            Stage::RequestReceived | Stage::ResponseComplete => "how requests end",
        };
        let message = format!("without `{}` the log does not tell {lost}", omission.stage.name());
        let finding = out.report(object, omission.node, message);
        if omission.stage != Stage::ResponseComplete {
            finding.severity(Severity::Low, "the others are recorded");
        }
    }
}

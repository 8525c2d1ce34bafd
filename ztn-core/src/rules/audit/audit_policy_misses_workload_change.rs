//! `audit-policy-misses-workload-change`

use crate::engine::audit::{self, Class, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-misses-workload-change",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::Medium,
    summary: "the audit log does not say who changes workloads",
    why: "New code is started, agents are stopped and traffic is led elsewhere, and \
          nobody can tell by whom.",
    remedy: "Put a rule with `level: Request` for writes of `pods`, `services` and the \
          groups `apps` and `batch` before the one that passes over them.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[
        Ref::cis("3.2.2"),
        Ref::nsa("audit-logging"),
        Ref::nist("7"),
        Ref::attack("T1610"),
        Ref::kubescape("C-0161"),
        Ref::kube_bench("3.2.2"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// What is watched for.
const CLASSES: &[Class] = &[Class::WorkloadChange, Class::WorkloadRemoval, Class::TrafficRedirect];

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

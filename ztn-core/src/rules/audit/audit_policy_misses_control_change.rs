//! `audit-policy-misses-control-change`

use crate::engine::audit::{self, Class, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-misses-control-change",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::High,
    summary: "the audit log does not say who changes what protects the cluster",
    why: "Whoever widens a role, opens a network policy or switches off an admission \
          webhook needs it for a moment only, and puts it back: the log is where it \
          shows.",
    remedy: "Put a rule with `level: Request` for writes of roles, bindings, accounts, \
          admission, policies, namespaces, nodes and extensions of the API before the \
          one that passes over them.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
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

/// What is watched for.
const CLASSES: &[Class] = &[
    Class::ControlConfig,
    Class::RbacChange,
    Class::IdentityCreation,
    Class::AdmissionChange,
    Class::NetworkChange,
    Class::BoundaryChange,
    Class::ApiExtension,
];

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for gap in audit::missed(&Policy::of(file), CLASSES) {
        let message = format!("nothing is recorded of {}", gap.words());
        out.report(object, gap.place, message);
    }
}

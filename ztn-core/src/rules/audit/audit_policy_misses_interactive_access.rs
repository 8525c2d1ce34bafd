//! `audit-policy-misses-interactive-access`

use crate::engine::audit::{self, Class, Policy};
use crate::finding::Findings;
use crate::model::Object;
use crate::model::audit_policy::AuditPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-misses-interactive-access",
    practice: Practice::Audit,
    breaks: &[Part::AuditCoverage],
    severity: Severity::High,
    summary: "the audit log does not say who works in pods by hand",
    why: "A shell, a tunnel or a container put into a running pod is how an intruder \
          works in a cluster, and none of them leaves a trace in the pod.",
    remedy: "Put a rule with `level: Metadata` for `pods/exec`, `pods/attach`, \
          `pods/portforward`, `pods/ephemeralcontainers`, `pods/proxy`, `services/proxy` \
          and `nodes/proxy` before the one that passes over them.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[
        Ref::cis("3.2.2"),
        Ref::nsa("audit-logging"),
        Ref::nist("7"),
        Ref::attack("T1609"),
        Ref::kubescape("C-0161"),
        Ref::kube_bench("3.2.2"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// What is watched for.
const CLASSES: &[Class] =
    &[Class::InteractiveAccess, Class::ContainerInjection, Class::KubeletAccess];

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuditPolicy<'_>>() else {
        return;
    };
    for gap in audit::missed(&Policy::of(file), CLASSES) {
        let message = format!("nothing is recorded of {}", gap.words());
        out.report(object, gap.place, message);
    }
}

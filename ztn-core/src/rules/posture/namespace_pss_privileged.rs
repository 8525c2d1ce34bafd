//! `namespace-pss-privileged`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "namespace-pss-privileged",
    practice: Practice::Posture,
    breaks: &[Part::AdmissionEnforced],
    severity: Severity::Medium,
    summary: "a namespace enforces the standard that allows everything",
    why: "Whoever may create pods in the namespace, or takes over something that may, creates a \
          privileged one and owns its node: nothing refuses it.",
    remedy: "Set `pod-security.kubernetes.io/enforce` to `baseline` or `restricted`, and move what \
          needs more into a namespace of its own.",
    exceptions: "A namespace for node agents that only cluster administrators may write to.",
    since: "0.1.0",
    needs: &[Evidence::Namespaces],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("4"), Ref::attack("T1610")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(namespace) = object.view::<Namespace<'_>>().filter(|namespace| !namespace.is_system())
    else {
        return;
    };
    let level = namespace.pod_security(PodSecurityMode::Enforce);
    if level.is("privileged") {
        let fix = Draft::risky(object, "enforce `baseline`").set(level, "baseline");
        out.report(object, level, format!("namespace `{}` allows every pod", object.name()))
            .maybe_fix(fix);
    }
}

//! `vap-not-denying`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::admission::ValidatingAdmissionPolicyBinding;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "vap-not-denying",
    practice: Practice::Posture,
    breaks: &[Part::AdmissionEnforced],
    severity: Severity::Medium,
    summary: "a binding lets pass what its policy refuses",
    why: "A binding without `Deny` writes a line or a warning and admits the object: the policy \
          reads like a guard, and whoever breaks it is let in.",
    remedy: "Add `Deny` to `validationActions`.",
    exceptions: "While a new policy is tried, until a day that is set.",
    since: "0.1.0",
    needs: &[Evidence::Admission],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("pod-security"), Ref::nist("4"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let binding = object.view::<ValidatingAdmissionPolicyBinding<'_>>();
    let Some(spec) = binding.and_then(|binding| binding.spec().get()) else {
        return;
    };
    let actions = spec.validation_actions();
    if !actions.is_wrong() && !actions.iter().any(|action| action == "Deny") {
        // `Warn` may not stand beside `Deny`.
        let draft = Draft::risky(object, "refuse what the policy refuses");
        let fix = actions.get().and_then(|list| match list.item("Warn") {
            Some(warning) => draft.replace(warning, "Deny"),
            None => draft.append(list.node(), "Deny"),
        });
        let policy = spec.policy_name().or("?");
        out.report(
            object,
            actions,
            format!("`{}` lets pass what policy `{policy}` refuses", object.name()),
        )
        .maybe_fix(fix);
    }
}

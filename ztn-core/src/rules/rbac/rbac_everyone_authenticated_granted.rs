//! `rbac-everyone-authenticated-granted`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::rbac::{AnyBinding, Identity};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-everyone-authenticated-granted",
    practice: Practice::Rbac,
    breaks: &[Part::LeastPrivilege],
    severity: Severity::High,
    summary: "a binding gives rights to everybody who is authenticated",
    why: "The group holds every user of the identity provider and the service account of every \
          pod; on some managed clusters it holds every account of the provider. One pod taken \
          over is enough.",
    remedy: "Bind a group of the identity provider, or the service accounts that need it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0265"),
        Ref::trivy("KSV-01011"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// What Kubernetes binds itself: to see which APIs there are, and who one is.
const EXPECTED: &[&str] = &["system:basic-user", "system:discovery", "system:public-info-viewer"];

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(binding) = AnyBinding::of(object) else {
        return;
    };
    if EXPECTED.iter().any(|role| binding.gives_cluster_role(role)) {
        return;
    }
    let everyone = Identity::Group("system:authenticated");
    for (_, place) in binding.identities().filter(|(who, _)| *who == everyone) {
        let (name, role) = (object.name(), binding.role_name().or(""));
        let message = format!("`{name}` gives the role `{role}` to everybody who is authenticated");
        let fix = binding.subject_of(place).and_then(|(subjects, subject)| {
            Draft::risky(object, "take the role away").remove_item(subjects, subject)
        });
        let finding = out.report(object, place, message).maybe_fix(fix);
        if binding.namespace.is_some() {
            finding.severity(Severity::Medium, "it holds in one namespace");
        }
    }
}

//! `rbac-anonymous-granted`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::rbac::AnyBinding;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-anonymous-granted",
    practice: Practice::Rbac,
    breaks: &[Part::AnonymousAccess],
    severity: Severity::Critical,
    summary: "a binding gives rights to people without credentials",
    why: "Anybody who reaches the API server has these rights, without a name in the audit \
          log.",
    remedy: "Delete the subject; let the caller authenticate and bind its own identity.",
    exceptions: "A cluster whose API server is reached by nobody but its own users, for a role that \
          only tells about health.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1190"),
        Ref::kubescape("C-0262"),
        Ref::trivy("KSV-0122"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let refused = facts.control_plane().refuses_anonymous();
    for binding in facts.cluster.objects().filter_map(AnyBinding::of) {
        let (object, role) = (binding.object, binding.role_name());
        for (who, place) in binding.identities().filter(|(who, _)| who.is_anonymous()) {
            if is_expected(binding) {
                continue;
            }
            let message = format!("`{}` gives the role `{}` to {who}", object.name(), role.or(""));
            let fix = binding.subject_of(place).and_then(|(subjects, subject)| {
                Draft::risky(object, "take the role away").remove_item(subjects, subject)
            });
            let finding = out.report(object, place, message).maybe_fix(fix);
            if refused {
                finding.severity(Severity::Info, "the API server takes no anonymous requests");
            } else if ["system:discovery", "system:basic-user"]
                .iter()
                .any(|name| binding.gives_cluster_role(name))
            {
                finding.severity(Severity::Low, "the role only tells which APIs there are");
            }
        }
    }
}

/// What Kubernetes and kubeadm bind themselves: the version and health, and how to join.
fn is_expected(binding: AnyBinding<'_>) -> bool {
    let join = "kubeadm:bootstrap-signer-clusterinfo";
    binding.gives_cluster_role("system:public-info-viewer")
        || (binding.namespace == Some("kube-public") && binding.role_name().is(join))
}

//! `rbac-system-masters-named`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::rbac::{AnyBinding, Identity};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-system-masters-named",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a binding names the group system:masters",
    why: "Members of `system:masters` pass every authorizer unasked, so no binding limits them \
          and none that is deleted locks them out. Who is put in the group, by a certificate, \
          stays there until the certificate ends.",
    remedy: "Bind a group of the identity provider instead, and keep `system:masters` for a \
          credential that is locked away.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.7"),
        Ref::nsa("authentication"),
        Ref::attack("T1098"),
        Ref::kubescape("C-0246"),
        Ref::trivy("KSV-0123"),
        Ref::kube_bench("5.1.7"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(binding) = AnyBinding::of(object) else {
        return;
    };
    // Kubernetes makes this one itself.
    if object.name() == "cluster-admin" && binding.gives_cluster_role("cluster-admin") {
        return;
    }
    let masters = Identity::Group("system:masters");
    for (_, place) in binding.identities().filter(|(who, _)| *who == masters) {
        let message = format!("`{}` names the group `system:masters`", object.name());
        out.report(object, place, message);
    }
}

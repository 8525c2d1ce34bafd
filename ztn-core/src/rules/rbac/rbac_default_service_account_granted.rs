//! `rbac-default-service-account-granted`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::rbac::{AnyBinding, Identity};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-default-service-account-granted",
    practice: Practice::Rbac,
    breaks: &[Part::WorkloadIdentity],
    severity: Severity::Medium,
    summary: "a binding gives rights to a default service account",
    why: "Every pod that names no service account runs under `default`. The right meant for \
          one workload is held by each of them, and by whatever is deployed there later.",
    remedy: "Make a service account for the workload, name it in the pod, and bind that one.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.5"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kube_linter("default-service-account"),
        Ref::kubescape("C-0189"),
        Ref::checkov("CKV_K8S_42"),
        Ref::kube_bench("5.1.5"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(binding) = AnyBinding::of(object) else {
        return;
    };
    let is_default =
        |who: &Identity<'_>| matches!(who, Identity::ServiceAccount { name: "default", .. });
    for (who, place) in binding.identities().filter(|(who, _)| is_default(who)) {
        let (name, role) = (object.name(), binding.role_name().or(""));
        let message = format!("`{name}` gives the role `{role}` to the {who}");
        let finding = out.report(object, place, message);
        if binding.gives_cluster_role("cluster-admin") {
            finding.severity(Severity::High, "the role allows everything");
        }
    }
}

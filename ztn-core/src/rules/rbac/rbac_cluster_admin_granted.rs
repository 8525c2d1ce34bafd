//! `rbac-cluster-admin-granted`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::model::rbac::{AnyBinding, AnyRole};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-cluster-admin-granted",
    practice: Practice::Rbac,
    breaks: &[Part::ClusterAdmin],
    severity: Severity::Critical,
    summary: "somebody outside the expected ones is cluster-admin",
    why: "Whoever takes over the subject reads every Secret, runs anything on every node and \
          can change each guard the cluster has. For a service account that is whoever takes \
          over one of its pods.",
    remedy: "Bind a role that names what the subject does, in the namespaces where it does it; \
          give people `view` or `edit` by group.",
    exceptions: "One group of administrators that the identity provider manages, for whom no other \
          way in is kept.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.1"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kube_linter("cluster-admin-role-binding"),
        Ref::kubescape("C-0035"),
        Ref::kubescape("C-0185"),
        Ref::kubescape("C-0272"),
        Ref::trivy("KSV-0111"),
        Ref::kube_bench("5.1.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let bindings = facts.cluster.of_kind(Kind::ClusterRoleBinding);
    for binding in bindings.filter_map(AnyBinding::of) {
        let role = binding.role_name();
        let roles = facts.cluster.named(Kind::ClusterRole, "", role.or(""));
        let everything = roles.filter_map(AnyRole::of).find(|role| role.allows_everything());
        if everything.is_none() && !binding.gives_cluster_role("cluster-admin") {
            continue;
        }
        let object = binding.object;
        let outsiders = binding.identities().filter(|(who, _)| !who.is_expected_admin());
        for (who, place) in outsiders {
            let message =
                format!("ClusterRoleBinding `{}` makes {who} cluster-admin", object.name());
            let finding = out.report(object, place, message).label(
                object,
                role,
                format!("by the role `{}`", role.or("")),
            );
            if let Some(role) = everything {
                finding.label(role.object, role.object.name_node(), "which allows everything");
            }
        }
    }
}

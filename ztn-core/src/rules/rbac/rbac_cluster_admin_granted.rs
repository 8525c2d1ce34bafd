//! `rbac-cluster-admin-granted`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

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
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for binding in rbac.bindings().iter().filter(|binding| binding.namespace.is_none()) {
        let (Some(object), Some(role)) = (binding.object, binding.role_spot) else {
            continue;
        };
        let Some(id) = binding.roles().iter().find(|id| rbac.allows_everything(**id)) else {
            continue;
        };
        let everything = rbac.role(*id).and_then(|role| role.object);
        let outsiders = binding.subjects.iter().filter(|(who, _)| !who.is_expected_admin());
        for (who, spot) in outsiders {
            let Some(spot) = spot else {
                continue;
            };
            let message =
                format!("ClusterRoleBinding `{}` makes {who} cluster-admin", object.name());
            let by = format!("by the role `{}`", binding.role_name);
            let mut finding = out.report(object, *spot, message).label(object, role, by);
            if let Some(way) = facts.exposure().way_to(*who) {
                finding = finding.exposure(way);
            }
            if let Some(role) = everything {
                finding.label(role, role.name_node(), "which allows everything");
            }
        }
    }
}

//! `rbac-namespace-admin-granted`

use crate::engine::rbac::RoleId;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-namespace-admin-granted",
    practice: Practice::Rbac,
    breaks: &[Part::ClusterAdmin],
    severity: Severity::Medium,
    summary: "somebody outside the expected ones may do everything in a namespace",
    why: "Whoever takes over the subject has every Secret, pod and service account of the \
          namespace. In `kube-system` that is the cluster, for its own components run there.",
    remedy: "Bind a role that names what the subject does, or `edit` for people who work in the \
          namespace.",
    exceptions: "The owners of a namespace that is theirs alone.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.1"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::trivy("KSV-0112"),
        Ref::polaris("rolebindingClusterAdminClusterRole"),
        Ref::polaris("rolebindingClusterAdminRole"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for binding in rbac.bindings() {
        let (Some(object), Some(namespace)) = (binding.object, binding.namespace) else {
            continue;
        };
        let is_admin = |id: &RoleId| {
            rbac.role(*id).is_some_and(|role| role.is_built_in && role.name == "admin")
        };
        let Some(id) =
            binding.roles().iter().find(|id| rbac.allows_everything(**id) || is_admin(id))
        else {
            continue;
        };
        let outsiders = binding.subjects.iter().filter(|(who, _)| !binding.is_expected(*who));
        for (who, spot) in outsiders {
            let message =
                format!("{} makes {who} administrator of namespace `{namespace}`", binding.text());
            let finding = match spot {
                Some(spot) => out.report(object, *spot, message),
                None => out.report(object, object.name_node(), message),
            };
            let finding = match binding.role_spot {
                Some(role) => {
                    finding.label(object, role, format!("by the role `{}`", binding.role_name))
                }
                None => finding,
            };
            let written = rbac.role(*id).and_then(|role| role.object);
            let finding = match written {
                Some(role) => finding.label(role, role.name_node(), "which allows everything"),
                None => finding,
            };
            if namespace == "kube-system" {
                finding.severity(Severity::High, "the own components of the cluster run there");
            } else {
                finding.advice();
            }
        }
    }
}

//! `rbac-all-service-accounts-granted`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::rbac::Identity;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-all-service-accounts-granted",
    practice: Practice::Rbac,
    breaks: &[Part::LeastPrivilege],
    severity: Severity::High,
    summary: "a binding gives rights to every service account, or to all of a namespace",
    why: "The group holds each pod that mounts a token, and every one that is deployed later: \
          one of them taken over is enough.",
    remedy: "Bind the service accounts that need it by name.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for binding in facts.rbac().bindings() {
        let Some(object) = binding.object else {
            continue;
        };
        if binding.namespace.is_none()
            && binding.role_name == "system:service-account-issuer-discovery"
        {
            continue;
        }
        for (who, spot) in &binding.subjects {
            let Identity::Group(group) = who else {
                continue;
            };
            let of_namespace = group.strip_prefix("system:serviceaccounts:");
            let everybody = match (*group, of_namespace) {
                ("system:serviceaccounts", _) => "every service account".to_owned(),
                (_, Some(namespace)) => format!("every service account of namespace `{namespace}`"),
                _ => continue,
            };
            let message =
                format!("{} gives the role `{}` to {everybody}", binding.text(), binding.role_name);
            let finding = match spot {
                Some(spot) => out.report(object, *spot, message),
                None => out.report(object, object.name_node(), message),
            };
            if of_namespace.is_some() {
                finding.severity(Severity::Medium, "they are of one namespace");
            }
        }
    }
}

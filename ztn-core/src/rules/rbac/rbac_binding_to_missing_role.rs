//! `rbac-binding-to-missing-role`

use crate::engine::rbac::Link;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-binding-to-missing-role",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a binding names a role that there is not",
    why: "Its subjects have nothing today. Whoever makes a role of that name decides what they \
          get, without touching the binding that gives it.",
    remedy: "Delete the binding, or bring the role with it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::attack("T1098")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let whole = facts.sees_everything();
    for binding in facts.rbac().bindings() {
        let (Some(object), Some(role)) = (binding.object, binding.role_spot) else {
            continue;
        };
        let message = match binding.link {
            Link::Roles(_) => continue,
            // Kubernetes has more roles for itself than the table of them lists.
            Link::Missing if !whole || binding.role_name.starts_with("system:") => continue,
            Link::Missing => format!(
                "{} names the role `{}`, which there is not",
                binding.text(),
                binding.role_name
            ),
            Link::Refused => {
                format!(
                    "{} names a role of a kind or API group that the API server refuses",
                    binding.text()
                )
            }
        };
        out.report(object, role, message);
    }
}

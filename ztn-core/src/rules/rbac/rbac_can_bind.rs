//! `rbac-can-bind`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-bind",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can give out roles whose rights the giver does not hold",
    why: "The API server lets nobody bind a role with more than the binder holds, except by the \
          verb `bind` on that role: with it the subject binds cluster-admin to itself.",
    remedy: "Name the roles that may be given by `resourceNames`, and none that can do \
          everything.",
    exceptions: "An operator that gives out a role of its own by name.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.8"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1098"),
        Ref::kubescape("C-0191"),
        Ref::kube_bench("5.1.8"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "bind roles whose rights they do not hold",
    in_namespace: Severity::High,
    widens_in_namespace: Widens::Always,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::Bind) {
        let is_inert =
            held.binding.is_some() && !held.outsiders().any(|who| rbac.can_use_bind(who, &held));
        if let Some(finding) = out.permission(facts, &held, &PERMISSION) {
            if is_inert {
                finding
                    .severity(Severity::Low, "nobody who is bound can write a binding to them")
                    .advice();
            } else if held.names().iter().any(|name| rbac.gives_everything(name)) {
                finding
                    .severity(Severity::Critical, "one that it names gives everything")
                    .breaks_all();
            } else if held.is_named() && held.names().iter().all(|name| rbac.is_harmless(name)) {
                finding
                    .severity(Severity::Low, "the roles it names give no power over others")
                    .advice();
            }
        }
    }
}

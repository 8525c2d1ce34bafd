//! `rbac-can-change-admission`

use std::collections::HashSet;

use crate::engine::rbac::{Held, Power};
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::model::Object;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-change-admission",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can change what admission does",
    why: "A mutating webhook or policy rewrites every object on its way in: any pod runs what \
          it says. Who changes or deletes those that refuse switches the guard off first.",
    remedy: "Keep these objects for the tool that installs them; let operators read them, and \
          name their own by `resourceNames`.",
    exceptions: "Policy engines and certificate injectors, for their own webhooks by name.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.12"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1562"),
        Ref::kubescape("C-0281"),
        Ref::checkov("CKV_K8S_155"),
        Ref::trivy("KSV-0114"),
        Ref::kube_bench("5.1.12"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "rewrite objects on their way in",
    in_namespace: Severity::High,
    widens_in_namespace: Widens::Always,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    let mutating = rbac.holders(Power::ChangeMutation);
    for held in &mutating {
        out.permission(facts, held, &PERMISSION);
    }
    let said: HashSet<_> = mutating.iter().filter_map(Held::object).map(Object::id).collect();
    for held in rbac.holders(Power::ChangeValidation) {
        if held.object().is_some_and(|object| said.contains(&object.id())) {
            continue;
        }
        if let Some(finding) = out.permission(facts, &held, &OF_VALIDATION)
            && held.binding.is_some()
            && !held.is_named()
        {
            finding.severity(Severity::High, "it lets through and rewrites nothing");
        }
    }
}

const OF_VALIDATION: Permission =
    Permission { what: "change what admission refuses", ..PERMISSION };

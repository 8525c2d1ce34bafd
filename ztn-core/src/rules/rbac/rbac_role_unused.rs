//! `rbac-role-unused`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-role-unused",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "a role is bound by nothing",
    why: "Nobody has it today, and nobody reviews it: whoever may bind it hands out what was \
          meant for something that is gone.",
    remedy: "Delete the role.",
    exceptions: "Roles for people who are given them for a time.",
    since: "0.1.0",
    needs: &[Evidence::Roles],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    let rbac = facts.rbac();
    for (id, role) in rbac.roles() {
        let Some(object) = role.object.filter(|_| !role.is_built_in && !rbac.is_used(id)) else {
            continue;
        };
        // What Kubernetes' own roles collect is there for whoever is given those.
        if role.aggregates_to().is_empty() {
            out.report(object, object.name_node(), format!("nothing binds {}", role.text()));
        }
    }
}

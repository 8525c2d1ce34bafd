//! `rbac-binding-to-missing-account`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::model::rbac::Identity;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-binding-to-missing-account",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a binding names a service account that there is not",
    why: "Whoever can make a service account of that name, or a pod that runs under it, has its \
          rights at once.",
    remedy: "Delete the subject, or bring the service account with the binding.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::attack("T1136")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    for binding in facts.rbac().bindings() {
        let Some(object) = binding.object else {
            continue;
        };
        for (who, spot) in &binding.subjects {
            // Every namespace is given a `default`, and the controllers of `kube-system` make theirs.
            let (Identity::ServiceAccount { namespace, name }, Some(spot)) = (who, spot) else {
                continue;
            };
            let is_made = *name == "default" || *namespace == "kube-system";
            let mut written = facts.cluster.named(Kind::ServiceAccount, namespace, name);
            if !is_made && written.next().is_none() {
                out.report(
                    object,
                    *spot,
                    format!("{} names the {who}, which there is not", binding.text()),
                );
            }
        }
    }
}

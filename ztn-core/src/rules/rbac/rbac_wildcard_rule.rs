//! `rbac-wildcard-rule`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::rbac::AnyRole;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-wildcard-rule",
    practice: Practice::Rbac,
    breaks: &[Part::LeastPrivilege],
    severity: Severity::High,
    summary: "a role allows with a wildcard",
    why: "A `*` grants what nobody has thought of: secrets, `escalate`, `impersonate`, and \
          every resource that is installed later. Whoever holds the role holds those as well.",
    remedy: "Name the verbs, API groups and resources that are used.",
    exceptions: "Controllers that work on any kind of resource, such as backup, garbage collection \
          and GitOps, in a namespace of their own.",
    since: "0.1.0",
    needs: &[Evidence::Roles],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.3"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kube_linter("wildcard-in-rules"),
        Ref::kubescape("C-0187"),
        Ref::trivy("KSV-0044"),
        Ref::trivy("KSV-0045"),
        Ref::trivy("KSV-0046"),
        Ref::checkov("CKV_K8S_49"),
        Ref::kube_bench("5.1.3"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    let all_is_known = facts.sees_everything();
    for (id, known) in rbac.roles() {
        // What Kubernetes brings along it also mends; what a controller collects is written elsewhere.
        let Some(role) = known.object.and_then(AnyRole::of) else {
            continue;
        };
        if role.is_built_in() || role.is_aggregated {
            continue;
        }
        let is_idle = all_is_known && !rbac.is_used(id) && known.aggregates_to().is_empty();
        for rule in role.rules.iter() {
            let stars: Vec<_> = rule.stars().collect();
            let Some(&(_, place)) = stars.first() else {
                continue;
            };
            let (object, everything) = (role.object, rule.allows_everything());
            let (kind, name) = (object.kind().name(), object.name());
            let message = if everything {
                format!("{kind} `{name}` allows everything on every resource")
            } else {
                let all: Vec<_> = stars.iter().map(|(what, _)| format!("all {what}")).collect();
                format!("{kind} `{name}` has a rule for {}", all.join(" and "))
            };
            let finding = out.report(object, place, message);
            if is_idle {
                finding.severity(Severity::Info, "nothing binds the role");
            } else if !everything {
                finding.severity(Severity::Medium, "the rest of the rule narrows it");
            }
        }
    }
}

//! `rbac-wildcard-rule`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::rbac::AnyRole;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

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
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    // What Kubernetes brings along it also mends; what a controller collects is written elsewhere.
    let custom = AnyRole::of(object).filter(|role| !role.is_built_in() && !role.is_aggregated);
    for rule in custom.into_iter().flat_map(|role| role.rules.iter()) {
        let stars: Vec<_> = rule.stars().collect();
        let Some(&(_, place)) = stars.first() else {
            continue;
        };
        let (kind, name) = (object.kind().name(), object.name());
        if rule.allows_everything() {
            let message = format!("{kind} `{name}` allows everything on every resource");
            out.report(object, place, message);
            continue;
        }
        let all: Vec<_> = stars.iter().map(|(what, _)| format!("all {what}")).collect();
        let message = format!("{kind} `{name}` has a rule for {}", all.join(" and "));
        out.report(object, place, message)
            .severity(Severity::Medium, "the rest of the rule narrows it");
    }
}

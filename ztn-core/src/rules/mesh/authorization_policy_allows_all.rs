//! `authorization-policy-allows-all`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::mesh::AuthorizationPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "authorization-policy-allows-all",
    practice: Practice::Mesh,
    breaks: &[Part::DenyByDefault],
    severity: Severity::High,
    summary: "an authorization policy allows every request",
    why: "A rule without conditions matches everybody: it undoes the other ALLOW policies of the \
          workloads it is for, and whoever reaches them is served.",
    remedy: "Name the callers in `from` and what they may call in `to`; to deny by default, write \
          `spec: {}`.",
    exceptions: "The gateway that the public is meant to reach.",
    since: "0.1.0",
    needs: &[Evidence::MeshPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(policy) =
        object.view::<AuthorizationPolicy<'_>>().filter(|policy| policy.dry_run().is_none())
    else {
        return;
    };
    for rule in policy.spec().get().into_iter().flat_map(|spec| spec.allow_rules()) {
        if rule.matches_everything() {
            out.report(object, rule.node(), format!("`{}` allows every request", object.name()));
        } else if rule.matches_any_identity() {
            out.report(
                object,
                rule.node(),
                format!("`{}` allows every caller of the mesh", object.name()),
            )
            .severity(Severity::Medium, "a caller needs some identity");
        }
    }
}

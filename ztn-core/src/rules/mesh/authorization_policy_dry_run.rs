//! `authorization-policy-dry-run`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::mesh::AuthorizationPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "authorization-policy-dry-run",
    practice: Practice::Mesh,
    breaks: &[Part::DenyByDefault],
    severity: Severity::High,
    summary: "an authorization policy is evaluated and not enforced",
    why: "In dry run Istio logs what the policy would do and lets every request pass: whoever \
          reads the policy believes the workload closed, and whoever reaches it is served.",
    remedy: "Drop the annotation `istio.io/dry-run`.",
    exceptions: "While a new policy is tried, until a day that is set.",
    since: "0.1.0",
    needs: &[Evidence::MeshPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some(dry_run) =
        object.view::<AuthorizationPolicy<'_>>().and_then(|policy| policy.dry_run())
    {
        out.report(
            object,
            dry_run,
            format!("`{}` is not enforced: it is in dry run", object.name()),
        );
    }
}

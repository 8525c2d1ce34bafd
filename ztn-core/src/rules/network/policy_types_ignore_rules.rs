//! `policy-types-ignore-rules`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-types-ignore-rules",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a policy has rules for a direction it is not for",
    why: "Rules count only in the directions that `policyTypes` lists. Their author believes the \
          pods limited, and they are as open as before.",
    remedy: "Add the direction to `policyTypes`, or drop the rules.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    let ingress = spec.ingress_rules().next().filter(|_| !spec.affects_ingress());
    let egress = spec.egress_rules().next().filter(|_| !spec.affects_egress());
    for (rule, direction, kind) in [(ingress, "ingress", "Ingress"), (egress, "egress", "Egress")] {
        if let Some(rule) = rule {
            let message = format!("the {direction} rules of `{}` do nothing", object.name());
            // Turned on, a rule that allows everything is no better than none.
            let opens = [spec.ingress_rules().collect::<Vec<_>>(), spec.egress_rules().collect()];
            let types = spec.policy_types().get();
            let types =
                types.filter(|_| !opens.iter().flatten().any(|rule| rule.allows_everything()));
            let fix = types.and_then(|types| {
                Draft::risky(object, format!("list `{kind}`")).append(types.node(), kind)
            });
            out.report(object, rule.node, message).maybe_fix(fix).label(
                object,
                spec.policy_types(),
                format!("`policyTypes` does not list {direction}"),
            );
        }
    }
}

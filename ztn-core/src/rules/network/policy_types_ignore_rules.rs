//! `policy-types-ignore-rules`

use crate::finding::Findings;
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
    for (rule, direction) in [(ingress, "ingress"), (egress, "egress")] {
        if let Some(rule) = rule {
            let message = format!("the {direction} rules of `{}` do nothing", object.name());
            out.report(object, rule.node, message).label(
                object,
                spec.policy_types(),
                format!("`policyTypes` does not list {direction}"),
            );
        }
    }
}

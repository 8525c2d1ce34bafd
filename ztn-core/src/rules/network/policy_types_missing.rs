//! `policy-types-missing`

use crate::finding::Findings;
use crate::fix::{Draft, Safety, Value};
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::model::paths;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-types-missing",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Low,
    summary: "a policy does not say which directions it is for",
    why: "Without `policyTypes` a policy is for ingress, and for egress as well as soon as it has \
          one rule for it: taking the last egress rule out opens egress instead of closing it.",
    remedy: "Write `policyTypes`, as it is meant.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[Safety::Safe],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    let types = spec.policy_types();
    if !types.is_empty() || types.is_wrong() {
        return;
    }
    let (effect, meant) = match spec.affects_egress() {
        true => ("both directions", vec!["Ingress", "Egress"]),
        false => ("ingress alone", vec!["Ingress"]),
    };
    let fix = Draft::safe(object, "write down what it is for");
    let value = Value::List(meant.into_iter().map(Value::Str).collect());
    let fix = if types.is_absent() {
        fix.write(spec.node(), paths::network_policy::POLICY_TYPES, value)
    } else {
        None
    };
    let message = format!("`{}` is for {effect}, and does not say so", object.name());
    out.report(object, types, message).maybe_fix(fix);
}

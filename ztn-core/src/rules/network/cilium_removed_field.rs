//! `cilium-removed-field`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::cilium_traps::removed_fields;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cilium-removed-field",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a Cilium policy uses a field that Cilium has removed",
    why: "Since Cilium 1.19 the API server refuses such a policy: the cluster keeps an old one or none \
          at all, and the pods it was to close stand open.",
    remedy: "Write what is required into the selectors of the peers, or into a rule that denies.",
    exceptions: "Clusters with Cilium 1.18 or older.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for field in removed_fields(object) {
        let message =
            format!("`{}` of `{}` is refused since Cilium 1.19", field.text(), object.name());
        out.report(object, field, message);
    }
}

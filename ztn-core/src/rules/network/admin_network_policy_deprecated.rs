//! `admin-network-policy-deprecated`

use crate::finding::Findings;
use crate::model::{Kind, Object};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "admin-network-policy-deprecated",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Low,
    summary: "a policy of the cluster is of a kind that is given up",
    why: "ClusterNetworkPolicy has taken its place, and network plugins drop the old kinds one by \
          one: after such an upgrade nothing enforces the policy, and nothing says so.",
    remedy: "Write it as a ClusterNetworkPolicy: `tier: Admin`, or `Baseline` for a \
             BaselineAdminNetworkPolicy, `Accept` for `Allow`, and `protocols` for `ports`.",
    exceptions: "Plugins that know the old kinds alone.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if matches!(object.kind(), Kind::AdminNetworkPolicy | Kind::BaselineAdminNetworkPolicy) {
        let kind = object.type_meta().kind;
        let message = format!("`{}` is of the kind {kind}, which is given up", object.name());
        out.report(object, object.name_node(), message);
    }
}

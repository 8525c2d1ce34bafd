//! `policy-allows-all-egress`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-all-egress",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::High,
    summary: "a policy lets its pods connect to everybody, on every port",
    why: "A rule without peers and ports undoes every other policy for the pods it selects: \
          whoever takes one over carries data anywhere and tries every host in reach, while the \
          namespace looks protected.",
    remedy: "Name the destinations in `to` and the ports in `ports`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.2"),
        Ref::nsa("network-separation"),
        Ref::nist("3"),
        Ref::attack("T1041"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    if !spec.affects_egress() {
        return;
    }
    for rule in spec.egress_rules().filter(|rule| rule.allows_everything()) {
        let message = format!("`{}` allows connections to everybody, on every port", object.name());
        out.report(object, rule.node, message)
            .implied_if(rule.writes_empty_peers(), "empty-peer-list-means-everyone");
    }
}

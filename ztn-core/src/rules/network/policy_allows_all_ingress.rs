//! `policy-allows-all-ingress`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::grant::{Grant, grants_of};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-all-ingress",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::High,
    summary: "a policy lets everybody connect, on every port",
    why: "A rule without peers and ports undoes every other policy for the pods it selects: \
          whoever takes over any pod of the cluster reaches them, while their namespace looks \
          protected.",
    remedy: "Name the callers, and the ports they need.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.2"),
        Ref::nsa("network-separation"),
        Ref::nist("3"),
        Ref::attack("T1210"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let grants = grants_of(object).into_iter().filter(|grant| grant.is_ingress);
    for grant in grants.filter(Grant::allows_everything) {
        let (name, whom) = (object.name(), grant.everybody());
        let message = format!("`{name}` allows connections from {whom}, on every port");
        out.report(object, grant.node, message)
            .implied_if(grant.writes_empty_peers, "empty-peer-list-means-everyone");
    }
}

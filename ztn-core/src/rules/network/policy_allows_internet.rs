//! `policy-allows-internet`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::grant::{Wide, grants_of};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-internet",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy names the whole internet as a peer",
    why: "A peer that is everybody is no peer: whoever takes the pod over has the whole internet \
          to carry data to and to take orders from, and a pod open to it is open to every scanner.",
    remedy: "Name the addresses of the other end, or send the traffic through a gateway that knows \
          its host names.",
    exceptions: "The public front door, and crawlers.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("3"),
        Ref::attack("T1041"),
        Ref::attack("T1190"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    // What allows everything is another finding.
    for grant in grants_of(object).iter().filter(|grant| !grant.allows_everything()) {
        // Named hosts are a gateway's way to say whom it means.
        for (node, wide) in grant.wide.iter().filter(|_| !grant.is_narrowed) {
            let (Wide::Internet(whom) | Wide::Everybody(whom)) = wide else {
                continue;
            };
            let message = format!("`{}` allows most of the internet: `{whom}`", object.name());
            let finding = out.report(object, *node, message);
            if grant.is_https_only() {
                finding.severity(Severity::Low, "on port 443 alone");
            }
        }
    }
}

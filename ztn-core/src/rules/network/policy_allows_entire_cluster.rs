//! `policy-allows-entire-cluster`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::grant::{Wide, grants_of};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-entire-cluster",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy names every pod of the cluster as a peer",
    why: "Without labels for namespaces and pods it is every pod there is, of every tenant and of \
          every namespace to come: whoever takes over any one of them is let in, or can be called \
          back to.",
    remedy: "Select the namespace by its name, and its pods by their labels.",
    exceptions: "Name servers, which everybody may ask.",
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
    for grant in grants_of(object) {
        // A name server answers everybody.
        let is_dns = grant.is_dns_only();
        if is_dns && grant.is_ingress {
            continue;
        }
        let all = match grant.is_ingress {
            true => "policy-allows-all-ingress",
            false => "policy-allows-all-egress",
        };
        for (node, _) in grant.wide.iter().filter(|(_, wide)| *wide == Wide::EveryPod) {
            let message = format!("`{}` names every pod of the cluster", object.name());
            let finding =
                out.report(object, *node, message).implied_if(grant.allows_everything(), all);
            if is_dns {
                finding.severity(Severity::Info, "on the ports of name servers alone");
            }
        }
    }
}

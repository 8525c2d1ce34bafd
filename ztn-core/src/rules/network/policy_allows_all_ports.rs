//! `policy-allows-all-ports`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::grant::{Numbers, grants_of};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-all-ports",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy names a peer and no port",
    why: "Every port is open to that peer: administration, debugging, metrics and whatever the \
          next version of the image listens on, beside the one port that was meant.",
    remedy: "List the ports that the peer needs, with their protocol.",
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
    let name = object.name();
    for grant in grants_of(object) {
        // Without peers it allows everything, which is another finding.
        let Some(peers) = grant.peers.filter(|_| !grant.allows_everything()) else {
            continue;
        };
        if grant.ports.is_empty() {
            out.report(object, peers, format!("`{name}` names peers and no port"));
        }
        for ports in grant.ports.iter().filter(|ports| ports.numbers == Numbers::Every) {
            let protocol = ports.protocol.unwrap_or("every protocol");
            out.report(object, ports.node, format!("`{name}` allows every port of {protocol}"));
        }
    }
}

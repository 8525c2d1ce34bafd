//! `policy-allows-all-ports`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-all-ports",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy names a peer and no port",
    why: "Every port is open to that peer: administration, debugging, metrics and whatever the \
          next version of the image listens on, beside the one port that was meant.",
    remedy: "List the ports that the peer needs in `ports`, with their protocol.",
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
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    // Without peers it allows everything, which is another finding.
    for rule in spec.effective_rules().filter(|rule| !rule.peers.is_empty()) {
        let name = object.name();
        if rule.ports.is_empty() && !rule.ports.is_wrong() {
            out.report(object, rule.peers, format!("`{name}` names peers and no port"));
        }
        for port in rule.ports.iter().filter(|port| port.port().is_absent()) {
            let protocol = port.protocol().or("TCP");
            out.report(object, port.node(), format!("`{name}` allows every port of {protocol}"));
        }
    }
}

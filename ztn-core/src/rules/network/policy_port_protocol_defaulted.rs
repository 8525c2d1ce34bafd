//! `policy-port-protocol-defaulted`

use crate::finding::Findings;
use crate::model::network_policy::NetworkPolicy;
use crate::model::{IntOrStr, Object};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-port-protocol-defaulted",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Low,
    summary: "a policy opens port 53 for TCP alone",
    why: "A port without `protocol` is one of TCP, and nearly every question to a name server goes \
          over UDP: names do not resolve, and the usual answer to that is a policy that allows \
          everything.",
    remedy: "List port 53 twice, with `protocol: UDP` and with `protocol: TCP`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    for rule in spec.effective_rules() {
        let udp = rule.ports.iter().any(|port| {
            port.protocol().is("UDP") && port.port().get().is_none_or(|port| port == DNS)
        });
        let defaulted = rule
            .ports
            .iter()
            .find(|port| port.protocol().is_absent() && port.port().get() == Some(DNS));
        if let Some(port) = defaulted.filter(|_| !udp) {
            let message = format!("`{}` opens port 53 for TCP alone", object.name());
            out.report(object, port.port(), message);
        }
    }
}

/// The port of name servers.
const DNS: IntOrStr<'_> = IntOrStr::Int(53);

//! `policy-allows-entire-cluster`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-allows-entire-cluster",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy names every pod of the cluster as a peer",
    why: "An empty `namespaceSelector` without labels for pods is every pod there is, of every \
          tenant and of every namespace to come: whoever takes over any one of them is let in, or \
          can be called back to.",
    remedy: "Select the namespace by `kubernetes.io/metadata.name`, and its pods by their labels.",
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
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    // A name server answers everybody.
    let ingress = spec.ingress_rules().filter(|rule| spec.affects_ingress() && !rule.is_dns_only());
    let egress = spec.egress_rules().filter(|_| spec.affects_egress());
    for rule in ingress.chain(egress) {
        for peer in rule.peers.iter().filter(|peer| peer.is_every_pod()) {
            let message = format!("`{}` names every pod of the cluster", object.name());
            let finding = out.report(object, peer.namespace_selector(), message);
            if rule.is_dns_only() {
                finding.severity(Severity::Info, "on the ports of name servers alone");
            }
        }
    }
}

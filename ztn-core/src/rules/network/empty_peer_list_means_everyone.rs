//! `empty-peer-list-means-everyone`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "empty-peer-list-means-everyone",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::High,
    summary: "a policy gives an empty list of peers, which means everybody",
    why: "An empty `from` or `to` reads as nobody and means everybody: the pods stand open where \
          their owner believes them closed.",
    remedy: "Name the peers, or drop the whole rule where nobody is meant.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    for rule in spec.effective_rules().filter(|rule| rule.writes_empty_peers()) {
        let message = format!(
            "a rule of `{}` with an empty list of peers is open to everybody",
            object.name()
        );
        out.report(object, rule.peers, message);
    }
}

//! `cilium-fqdn-wildcard`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::cilium_traps::open_patterns;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cilium-fqdn-wildcard",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a Cilium policy allows hosts by a pattern that anybody can have a name in",
    why: "Whoever takes the pod over registers a name that matches, and carries data there: the \
          pattern is the whole internet, with a word in front of it.",
    remedy: "Name the hosts, or the domain that is the owner's own.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1041")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for (node, pattern) in open_patterns(object) {
        let message = format!("`{}` allows hosts that anybody may own: `{pattern}`", object.name());
        out.report(object, node, message);
    }
}

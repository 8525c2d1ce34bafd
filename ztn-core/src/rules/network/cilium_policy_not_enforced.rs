//! `cilium-policy-not-enforced`

use crate::engine::network::unenforced;
use crate::finding::Findings;
use crate::model::Object;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cilium-policy-not-enforced",
    practice: Practice::Network,
    breaks: &[Part::IsolatedIngress, Part::IsolatedEgress, Part::NamedPeers],
    severity: Severity::Critical,
    summary: "the network plugin is told not to enforce policies",
    why: "What a policy denies is at most written down, and passes all the same: every pod reaches \
          every other, and everybody who reads the policies believes otherwise.",
    remedy: "Set `policy-audit-mode` to `false` and `enable-policy` to `default` in the ConfigMap \
             `cilium-config`, and restart the agents.",
    exceptions: "While policies are tried out, in a cluster that holds nothing of worth.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.1"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1210"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for (node, message) in unenforced(object) {
        out.report(object, node, message);
    }
}

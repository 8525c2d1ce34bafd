//! `egress-reaches-metadata-service`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::network_policy::NetworkPolicy;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "egress-reaches-metadata-service",
    practice: Practice::Network,
    breaks: &[Part::NamedPeers],
    severity: Severity::Medium,
    summary: "a policy's address block holds the cloud's metadata service",
    why: "The metadata service hands credentials of the node, and often of its cloud account, to \
          whoever asks from a pod: one request forged through a flaw in the workload is enough.",
    remedy: "Leave 169.254.169.254/32, and the other addresses of the metadata service, out by \
          `except`, or name the addresses that are meant.",
    exceptions: "Workloads that need an identity of the cloud; those have the /32 block named.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::attack("T1552.005")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<NetworkPolicy<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    if !spec.affects_egress() {
        return;
    }
    for rule in spec.egress_rules().filter(|rule| rule.allows_port("TCP", 80)) {
        for block in rule.peers.iter().filter_map(|peer| peer.ip_block().get()) {
            let Some(address) = block.metadata_service() else {
                continue;
            };
            let cidr = block.cidr().or("?");
            let message =
                format!("`{}` allows {address}, the metadata service, in `{cidr}`", object.name());
            out.report(object, block.cidr(), message);
        }
    }
}

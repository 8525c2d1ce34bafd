//! `cilium-fqdn-without-dns-rule`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cilium-fqdn-without-dns-rule",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a Cilium policy allows names of hosts, and nothing lets Cilium learn their addresses",
    why: "Cilium takes the addresses of a name from the answers of DNS that it sees, and it sees them \
          only by a rule about DNS. Without one the names allow nothing, and whoever mends that in \
          haste allows the whole internet.",
    remedy: "Add an egress rule to the cluster's DNS on port 53 with `rules: {dns: [{matchPattern: \
             \"*\"}]}` for the same pods.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // The rule about DNS may be in a policy that is not seen.
    if !facts.sees_everything() {
        return;
    }
    for one in facts.network().names_without_dns() {
        let (object, pod) = (one.object, one.workload.object());
        let message = format!(
            "`{}` names hosts, and no rule about DNS is for `{}`",
            object.name(),
            pod.name()
        );
        out.report_at(object.id(), one.place, message).label(
            pod,
            pod.name_node(),
            "nothing sees what it asks DNS",
        );
    }
}

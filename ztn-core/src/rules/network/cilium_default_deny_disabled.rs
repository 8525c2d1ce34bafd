//! `cilium-default-deny-disabled`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cilium-default-deny-disabled",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a Cilium policy allows something, and nothing denies the rest",
    why: "With `enableDefaultDeny` off a policy only adds to what others deny. Where no other does, \
          everything passes, and everybody who reads the list of what is allowed believes the pods \
          closed.",
    remedy: "Leave `enableDefaultDeny` out, or add a policy that isolates these pods.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // What could not be read may be what isolates them.
    if !facts.all_read {
        return;
    }
    for (one, direction) in facts.network().allowances_without_denial() {
        let (object, pod) = (one.object, one.workload.object());
        let message = format!(
            "`{}` allows some {}, and nothing denies `{}` the rest",
            object.name(),
            direction.name().to_ascii_lowercase(),
            pod.name()
        );
        out.report_at(object.id(), one.place, message).label(
            pod,
            pod.name_node(),
            "no policy isolates it in this direction",
        );
    }
}

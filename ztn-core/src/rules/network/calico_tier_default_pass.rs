//! `calico-tier-default-pass`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::calico::CalicoTier;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "calico-tier-default-pass",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a tier of Calico's passes on what its policies do not allow, and nothing denies it",
    why: "A policy in a tier usually closes what it does not allow. With `defaultAction: Pass` and no \
          tier behind it that denies, everything passes, and everybody who reads the list of what is \
          allowed believes the pods closed.",
    remedy: "Leave `defaultAction` out, or end with a policy that denies in a later tier.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // What could not be read may be the tier that denies.
    if !facts.all_read {
        return;
    }
    for (object, one) in facts.network().tiers_that_pass() {
        let Some(tier) = object.view::<CalicoTier<'_>>() else {
            continue;
        };
        let (policy, pod) = (one.object, one.workload.object());
        let message = format!(
            "tier `{}` passes on what its policies do not allow, and nothing denies it to `{}`",
            object.name(),
            pod.name()
        );
        let action = tier.spec().then(|spec| spec.default_action());
        out.report(object, action, message)
            .label(
                policy,
                policy.name_node(),
                "it allows something, and so seems to close the rest",
            )
            .label(pod, pod.name_node(), "no policy isolates it");
    }
}

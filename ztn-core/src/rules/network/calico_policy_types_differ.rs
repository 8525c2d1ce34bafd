//! `calico-policy-types-differ`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::model::calico::spec_of;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "calico-policy-types-differ",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy of Calico's is not for the directions that it seems to be for",
    why: "Rules count only in the directions that `types` lists, and without it, unlike in a \
          NetworkPolicy, rules of egress alone leave ingress open: everybody who reads the policy \
          believes the pods closed.",
    remedy: "List in `types` every direction that the policy is for.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let kinds = [Kind::CalicoNetworkPolicy, Kind::CalicoGlobalNetworkPolicy];
    for object in facts.cluster.of_kinds(kinds) {
        let Some(spec) = spec_of(object) else {
            continue;
        };
        let (ingress, egress) = spec.affects();
        let sides = [("ingress", spec.ingress(), ingress), ("egress", spec.egress(), egress)];
        for (direction, rules, counts) in sides {
            if let Some(rule) = rules.iter().next().filter(|_| !counts) {
                let message = format!("the {direction} rules of `{}` do nothing", object.name());
                let text = format!("`types` does not list {direction}");
                out.report(object, rule.node(), message).label(object, spec.types(), text);
            }
        }
    }
    // What could not be read may be what isolates them.
    for one in facts.network().left_open_to_ingress().into_iter().filter(|_| facts.all_read) {
        let (object, pod) = (one.object, one.workload.object());
        let message = format!("`{}` leaves `{}` open to ingress", object.name(), pod.name());
        out.report_at(object.id(), one.place, message)
            .severity(Severity::Low, "egress alone may be meant")
            .label(pod, pod.name_node(), "no policy isolates it for ingress");
    }
}

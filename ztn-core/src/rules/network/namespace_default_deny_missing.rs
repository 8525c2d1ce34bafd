//! `namespace-default-deny-missing`

use crate::engine::network::Direction;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Workload;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "namespace-default-deny-missing",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a namespace has no policy for the pods to come",
    why: "Policies that select pods by their labels leave the next pod open: one with a new label, \
          a mistyped one, or one that an attacker makes is reached by everybody and reaches \
          everybody.",
    remedy: "Add a policy with an empty `podSelector`, for both directions and without rules; `ztn \
          suggest network` writes it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.2"),
        Ref::nsa("network-separation"),
        Ref::nist("3"),
        Ref::attack("T1210"),
        Ref::kubescape("C-0206"),
        Ref::kubescape("C-0054"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    for (namespace, object, workloads) in facts.references().populated() {
        let has_default = |direction| facts.references().has_default(namespace, direction);
        let lacks = [Direction::Ingress, Direction::Egress]
            .into_iter()
            .filter(|direction| has_default(*direction) == Some(false));
        let lacks: Vec<String> =
            lacks.map(|direction| direction.name().to_ascii_lowercase()).collect();
        // Pods of the node's network are beyond policies.
        let mut pods = workloads.iter().filter(|workload| !workload.host_network().is_true());
        let Some(first) = pods.next().filter(|_| !lacks.is_empty()) else {
            continue;
        };
        let object = object.unwrap_or(Workload::object(*first));
        let message = format!("namespace `{namespace}` has no default for {}", lacks.join(" and "));
        out.report(object, object.name_node(), message);
    }
}

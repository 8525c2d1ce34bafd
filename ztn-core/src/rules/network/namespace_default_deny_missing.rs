//! `namespace-default-deny-missing`

use std::collections::HashSet;

use crate::engine::network::Direction;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::namespace::Namespace;
use crate::model::{Object, Workload};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

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
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    let lacks = |namespace| {
        let lacks = Direction::BOTH
            .into_iter()
            .filter(|direction| facts.network().has_default(namespace, *direction) == Some(false));
        let lacks: Vec<String> =
            lacks.map(|direction| direction.name().to_ascii_lowercase()).collect();
        (!lacks.is_empty()).then(|| lacks.join(" and "))
    };
    for (namespace, object, workloads) in facts.references().populated() {
        // Pods of the node's network are beyond policies.
        let mut pods = workloads.iter().filter(|workload| !workload.host_network().is_true());
        let (Some(first), Some(lacks)) = (pods.next(), lacks(namespace)) else {
            continue;
        };
        let object = object.unwrap_or(Workload::object(*first));
        let message = format!("namespace `{namespace}` has no default for {lacks}");
        out.report(object, object.name_node(), message);
    }
    // What a policy is there for, it may be meant to be all.
    let policies = facts.cluster.of_kinds(Evidence::NetworkPolicies.kinds().iter().copied());
    let has_policy: HashSet<&str> = policies.filter_map(Object::namespace).collect();
    for (namespace, object) in facts.references().empty() {
        let is_system = object.view::<Namespace<'_>>().is_some_and(Namespace::is_system);
        if has_policy.contains(namespace) || is_system {
            continue;
        }
        if let Some(lacks) = lacks(namespace) {
            let message = format!("namespace `{namespace}` has no default for {lacks}");
            out.report(object, object.name_node(), message)
                .severity(Severity::Info, "nothing runs in it yet");
        }
    }
}

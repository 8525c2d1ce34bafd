//! `workload-ingress-not-isolated`

use crate::engine::Known;
use crate::engine::network::Direction;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "workload-ingress-not-isolated",
    practice: Practice::Network,
    breaks: &[Part::IsolatedIngress],
    severity: Severity::High,
    summary: "no policy limits who may connect to a workload",
    why: "Every pod of the cluster, and often every host of the network, can open connections to \
          it: whoever takes over any one of them goes on from there.",
    remedy: "Select every pod of the namespace by a NetworkPolicy of type Ingress without rules, then \
          add one rule for each caller.",
    exceptions: "Programs that whoever takes part in the cluster must reach, such as its DNS: name that \
          in a policy all the same.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[
        Ref::cis("5.3.2"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1210"),
        Ref::kube_linter("non-isolated-pod"),
        Ref::kubescape("C-0260"),
        Ref::trivy("KSV-0038"),
        Ref::checkov("CKV2_K8S_6"),
        Ref::polaris("missingNetworkPolicy"),
        Ref::kube_score("pod-networkpolicy"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // What could not be read may be the policy.
    if !facts.all_read {
        return;
    }
    let fronts = facts.network().first_fronts();
    for workload in facts.cluster.workloads().filter(|workload| !workload.host_network().is_true())
    {
        if let Known::No(witness) = facts.network().isolated(workload, Direction::Ingress) {
            let object = workload.object();
            let message = format!("everybody may connect to `{}`", object.name());
            let finding = out.report(object, object.name_node(), message).because(&witness);
            if let Some(front) = fronts.get(&object.id()) {
                let (kind, name) = (front.object.kind().name(), front.object.name());
                finding.exposure(format!("{kind} `{name}` leads to it from outside"));
            } else if workload.is_in_kube_system() {
                finding.exposure("a workload of the cluster itself, in `kube-system`");
            }
        }
    }
}

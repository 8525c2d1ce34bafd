//! `multiple-cni-policy-dialects`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "multiple-cni-policy-dialects",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "there are policies of Cilium and of Calico",
    why: "A network plugin reads its own policies and those of Kubernetes, and no others: one half of \
          these has no effect, and everybody who reads them believes the pods closed.",
    remedy: "Write them all for the plugin that runs, or as NetworkPolicy.",
    exceptions: "While one plugin takes the place of the other.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let first = |kinds: [Kind; 2]| facts.cluster.of_kinds(kinds).next();
    let cilium = first([Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy]);
    let calico = first([Kind::CalicoNetworkPolicy, Kind::CalicoGlobalNetworkPolicy]);
    if let (Some(cilium), Some(calico)) = (cilium, calico) {
        let message = format!(
            "`{}` is a policy of Calico, and `{}` one of Cilium",
            calico.name(),
            cilium.name()
        );
        out.report(calico, calico.name_node(), message).label(
            cilium,
            cilium.name_node(),
            "read by Cilium alone",
        );
    }
}

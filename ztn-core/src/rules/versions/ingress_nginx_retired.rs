//! `ingress-nginx-retired`

use crate::engine::builds;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "ingress-nginx-retired",
    practice: Practice::Versions,
    breaks: &[Part::SupportedRelease],
    severity: Severity::High,
    summary: "the Ingress controller is one that nobody maintains",
    why: "It stands at the edge of the cluster, reads every Secret, and what is found in it since \
          its retirement stays open.",
    remedy: "Move to an implementation of the Gateway API, or to another Ingress controller.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::AsOf],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::attack("T1190"), Ref::kubescape("C-0292")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let Some(last) = facts.options.as_of.and_then(builds::retired_since) else {
        return;
    };
    for workload in facts.cluster.workloads() {
        for (_, container) in workload.containers() {
            let image = container.image();
            if image.get().is_some_and(builds::is_retired) {
                let name = workload.object().name();
                let message =
                    format!("`{name}` runs ingress-nginx, which got its last fixes by {last}");
                out.report(workload.object(), image, message);
            }
        }
    }
}

//! `host-network`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-network",
    practice: Practice::Nodes,
    breaks: &[Part::HostNetwork, Part::IsolatedIngress, Part::IsolatedEgress],
    severity: Severity::High,
    summary: "a pod uses the node's network",
    why: "Whoever takes the pod over is the node to everybody else: no NetworkPolicy and no mesh \
          applies to it, it listens to the node's traffic, and it reaches the kubelet, services on \
          the node's own addresses and the cloud's metadata service.",
    remedy: "Drop `hostNetwork` and publish what the program serves by a Service.",
    exceptions: "Network plugins, kube-proxy and the control plane's own pods, which run before there is \
          a pod network.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.5"),
        Ref::nsa("pod-security"),
        Ref::nist("2"),
        Ref::attack("T1611"),
        Ref::pss("baseline/hostNamespaces"),
        Ref::kube_linter("host-network"),
        Ref::kubescape("C-0041"),
        Ref::trivy("KSV-0009"),
        Ref::checkov("CKV_K8S_19"),
        Ref::polaris("hostNetworkSet"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_control_plane()) {
        let field = workload.spec().host_network();
        if field.is_true() {
            let fix = Draft::risky(object, "run on the pod network").set(field, false);
            out.report(object, field, format!("`{}` runs on the node's network", object.name()))
                .maybe_fix(fix);
        }
    }
}

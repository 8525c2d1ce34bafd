//! `host-network-dns-policy`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, Workload, paths, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-network-dns-policy",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a pod of the node's network asks the node's name servers",
    why: "`ClusterFirst` falls back to the node's resolver there: names of Services do not \
          resolve, and what the pod asks is seen by whoever runs the name servers of the network.",
    remedy: "Set `dnsPolicy: ClusterFirstWithHostNet`, or `Default` where the node's resolver is \
          meant.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    // The control plane's own pods need no names of the cluster.
    let shares = |workload: &Workload<'_>| workload.host_network().is_true();
    for workload in
        workloads(object).filter(|workload| shares(workload) && !workload.is_control_plane())
    {
        let policy = workload.spec().dns_policy();
        if policy.is_wrong() || policy.or("ClusterFirst") != "ClusterFirst" {
            continue;
        }
        let fix = Draft::risky(object, "ask the name servers of the cluster").write(
            workload.spec().node(),
            paths::pod::DNS_POLICY,
            "ClusterFirstWithHostNet",
        );
        let message =
            format!("`{}` asks the name servers of its node, not of the cluster", object.name());
        out.report(object, policy, message).maybe_fix(fix);
    }
}

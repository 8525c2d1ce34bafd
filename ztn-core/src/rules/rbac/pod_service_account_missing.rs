//! `pod-service-account-missing`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "pod-service-account-missing",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "a pod names a service account that there is not",
    why: "No pod of it is made until somebody makes the account, and whoever does decides what \
          the pods may do.",
    remedy: "Bring the service account with the workload.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::nsa("authentication"),
        Ref::kube_linter("non-existent-service-account"),
        Ref::kubescape("C-0307"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let whole = facts.sees_everything();
    for workload in facts.cluster.workloads() {
        let (namespace, name) = (workload.namespace(), workload.service_account_name());
        let mut written = facts.cluster.named(Kind::ServiceAccount, namespace, name);
        // Every namespace is given a `default`.
        if !whole || name == "default" || workload.is_control_plane() || written.next().is_some() {
            continue;
        }
        let object = workload.object();
        let message = format!(
            "`{}` runs under the service account `{name}`, which there is not",
            object.name()
        );
        out.report(object, workload.service_account(), message);
    }
}

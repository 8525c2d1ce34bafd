//! `pod-mounts-unneeded-token`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::rbac::Identity;
use crate::model::service_account::mounted_token;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "pod-mounts-unneeded-token",
    practice: Practice::Rbac,
    breaks: &[Part::WorkloadIdentity],
    severity: Severity::Low,
    summary: "a pod gets a token for the API server that gives it nothing",
    why: "The token names the workload to the API server, which lists its APIs to whoever holds \
          it, and takes it for whatever the account is given later.",
    remedy: "Set `automountServiceAccountToken: false` in the pod or its service account.",
    exceptions: "Workloads that show the token to others, to say who they are.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.6"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1528"),
        Ref::kubescape("C-0034"),
        Ref::kubescape("C-0190"),
        Ref::checkov("CKV_K8S_38"),
        Ref::trivy("KSV-0036"),
        Ref::polaris("automountServiceAccountToken"),
        Ref::kube_bench("5.1.6"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // In a part of a cluster the binding may be elsewhere.
    if !facts.sees_everything() {
        return;
    }
    let rbac = facts.rbac();
    for workload in facts.cluster.workloads().filter(|workload| !workload.is_control_plane()) {
        let Some(token) = mounted_token(facts.cluster, workload) else {
            continue;
        };
        let (namespace, name) = (workload.namespace(), workload.service_account_name());
        let account = Identity::ServiceAccount { namespace, name };
        if rbac.has_own_rights(account) {
            continue;
        }
        let object = workload.object();
        let message =
            format!("`{}` gets a token of the {account}, to which nothing is bound", object.name());
        let finding = out.report(object, token.field, message);
        if let Some((account, field)) = token.account {
            finding.label(account, field, "the service account says so");
        }
    }
}

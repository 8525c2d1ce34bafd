//! `removed-pod-security-policy`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "removed-pod-security-policy",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a PodSecurityPolicy guards nothing",
    why: "The API and its admission controller were removed in Kubernetes 1.25. Who reads the \
          policy believes that privileged pods are refused, and whoever creates one is let in.",
    remedy: "Delete the policy, and label namespaces with a Pod Security Standard.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::nist("4"), Ref::kubescape("C-0068")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // In clusters that are older still it is in force.
    if facts.options.kube_version.is_some_and(|version| version.minor < 25) {
        return;
    }
    for object in facts.cluster.of_kind(Kind::Other) {
        let meta = object.type_meta();
        if meta.kind == "PodSecurityPolicy" && matches!(meta.group(), "policy" | "extensions") {
            let message =
                format!("PodSecurityPolicy `{}` has been without effect since 1.25", object.name());
            out.report(object, object.name_node(), message);
        }
    }
}

//! `restricted-volume-type`

use crate::engine::pod_security::restricted_source;
use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "restricted-volume-type",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a pod brings along a volume of a type that only the cluster's administrators are to use",
    why: "The address and the credentials of a storage server stand in the pod, and the kubelet \
          mounts what they say, as root: whoever may create pods makes it talk to a server of \
          their own.",
    remedy: "Use a PersistentVolumeClaim: then the administrators say where the storage is.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::pss("restricted/restrictedVolumes"),
        Ref::trivy("KSV-0028"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_control_plane()) {
        for volume in workload.spec().volumes().iter() {
            let Some(kind) = restricted_source(volume) else {
                continue;
            };
            let (name, text) = (volume.name().or("?"), kind.text());
            let message =
                format!("volume `{name}` is a `{text}`, which pods are not to bring along");
            let finding = out
                .report(object, kind, message)
                .implied_if(volume.host_path().is_set(), "host-path-volume");
            if volume.git_repo().is_set() {
                finding.severity(Severity::Medium, "the kubelet runs `git` on it as root");
            }
        }
    }
}

//! `host-path-volume`

use crate::finding::Findings;
use crate::model::{Object, host_path, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-path-volume",
    practice: Practice::Nodes,
    breaks: &[Part::HostPaths],
    severity: Severity::Medium,
    summary: "a pod mounts a path of its node",
    why: "A path of the node outlives the pod and is shared with everything else there. Whoever \
          takes the pod over reads what others left, leaves something for them, and fills the \
          node's disk.",
    remedy: "Use an `emptyDir`, a ConfigMap or a PersistentVolumeClaim.",
    exceptions: "Node agents that read logs or metrics, for exactly the path they read, mounted \
          read-only.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.2.11"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/hostPathVolumes"),
        Ref::kubescape("C-0048"),
        Ref::trivy("KSV-0023"),
        Ref::polaris("hostPathSet"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_control_plane()) {
        for at in workload.node_paths() {
            let path = at.path().or("?");
            let volume = at.volume.name().or("?");
            let is_written =
                workload.mounts_of(volume).any(|(_, mount)| !mount.read_only().is_true());
            let said_by = stake_said_by(path).or(is_written.then_some("host-path-writable"));
            let message = format!("volume `{volume}` is the node's `{path}`");
            let finding = out.report(object, at.path(), message).maybe_implied_by(said_by);
            let mut mounts = workload.mounts_of(volume).peekable();
            if mounts.peek().is_some() && mounts.all(|(_, mount)| mount.read_only().is_true()) {
                finding.severity(Severity::Low, "it is mounted read-only");
            }
        }
    }
}

/// The rule that says what is at stake in a path of the node, if one does.
pub(super) fn stake_said_by(path: &str) -> Option<&'static str> {
    match (host_path::runtime_socket(path), host_path::sensitive(path)) {
        (Some(_), _) => Some("container-runtime-socket"),
        (None, Some(_)) => Some("host-path-sensitive"),
        (None, None) => None,
    }
}

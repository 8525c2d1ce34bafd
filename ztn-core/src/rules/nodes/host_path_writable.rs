//! `host-path-writable`

use super::host_path_volume::stake_said_by;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, paths, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-path-writable",
    practice: Practice::Nodes,
    breaks: &[Part::HostPaths],
    severity: Severity::Medium,
    summary: "a container can write to a path of its node",
    why: "What it writes is there for the next pod and for programs of the node, and outlives it: \
          whoever takes the container over leaves something for them, or fills the disk that the \
          kubelet needs.",
    remedy: "Mount the path with `readOnly: true`, or use a PersistentVolumeClaim for what is to be \
          kept.",
    exceptions: "Node agents that install a file on the node, for the one directory they write.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.11"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::kube_linter("writable-host-mount"),
        Ref::kubescape("C-0045"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_control_plane()) {
        for at in workload.node_paths() {
            let path = at.path().or("?");
            let volume = at.volume.name().or("?");
            let said_by = stake_said_by(path);
            for (container, mount) in workload.mounts_of(volume) {
                if mount.read_only().is_true() || mount.read_only().is_wrong() {
                    continue;
                }
                let name = container.name().or("?");
                let message = format!("container `{name}` can write to the node's `{path}`");
                let fix = Draft::risky(object, "mount it read-only").write(
                    mount.node(),
                    paths::volume_mount::READ_ONLY,
                    true,
                );
                out.report(object, mount.mount_path(), message)
                    .label(object, at.path(), "this path of the node")
                    .maybe_fix(fix)
                    .maybe_implied_by(said_by);
            }
        }
    }
}

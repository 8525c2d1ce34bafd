//! `mount-propagation-bidirectional`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "mount-propagation-bidirectional",
    practice: Practice::Nodes,
    breaks: &[Part::HostPaths],
    severity: Severity::High,
    summary: "what a container mounts appears on its node",
    why: "With bidirectional propagation a mount made in the container appears on the node and in \
          every pod that shares the path: whoever takes the container over puts a file system of \
          their own over the node's directories.",
    remedy: "Drop `mountPropagation`, or set `HostToContainer` where the container only has to see \
          the node's mounts.",
    exceptions: "Storage drivers of the container storage interface, which mount volumes for the kubelet.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for (_, container) in workload.containers() {
            for mount in container.volume_mounts().iter() {
                let propagation = mount.mount_propagation();
                if propagation.is("Bidirectional") {
                    let (name, path) = (container.name().or("?"), mount.mount_path().or("?"));
                    let message = format!(
                        "mounts that container `{name}` makes under `{path}` appear on the node"
                    );
                    let fix = Draft::risky(object, "keep the container's mounts to itself")
                        .set(propagation, "HostToContainer");
                    out.report(object, propagation, message).maybe_fix(fix);
                }
            }
        }
    }
}

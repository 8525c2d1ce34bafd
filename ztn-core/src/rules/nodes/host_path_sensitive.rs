//! `host-path-sensitive`

use crate::finding::Findings;
use crate::model::{Object, host_path, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-path-sensitive",
    practice: Practice::Nodes,
    breaks: &[Part::HostPaths],
    severity: Severity::High,
    summary: "a pod mounts a path that holds the node's secrets or runs its programs",
    why: "Some paths are as good as root: who writes a static pod manifest, a network plugin's \
          program or a cron job has it run by the node, and who reads the kubelet's directory has \
          the tokens of every pod there.",
    remedy: "Drop the volume, or mount the one file the program reads, read-only.",
    exceptions: "Network plugins, storage drivers and node agents, for the one path they serve, in a \
          namespace of their own.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.2.11"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::attack("T1552.001"),
        Ref::pss("baseline/hostPathVolumes"),
        Ref::kube_linter("sensitive-host-mounts"),
        Ref::kubescape("C-0020"),
        Ref::kubescape("C-0045"),
        Ref::trivy("KSV-0121"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_control_plane()) {
        for at in workload.node_paths() {
            let path = at.path().or("");
            let Some(class) = host_path::sensitive(path) else {
                continue;
            };
            let volume = at.volume.name().or("?");
            let message =
                format!("volume `{volume}`, the node's `{path}`, gives access to {}", class.what());
            let finding = out.report(object, at.path(), message);
            let mut mounts = workload.mounts_of(volume).peekable();
            if mounts.peek().is_none() {
                finding.severity(Severity::Medium, "no container mounts it yet");
                continue;
            }
            match mounts.find(|(_, mount)| !mount.read_only().is_true()) {
                Some((container, mount)) if class.commands_node() => {
                    let text = format!("container `{}` can write there", container.name().or("?"));
                    finding.severity(Severity::Critical, text.clone()).label(
                        object,
                        mount.mount_path(),
                        text,
                    );
                }
                None if !class.holds_secrets() => {
                    finding.severity(Severity::Medium, "it is mounted read-only");
                }
                _ => {}
            }
        }
    }
}

//! `etcd-keys-mounted-by-workload`

use crate::finding::Findings;
use crate::model::host_path::{EtcdKeys, holds_etcd_keys};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-keys-mounted-by-workload",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdReach],
    severity: Severity::Critical,
    summary: "a workload mounts the keys or the data of etcd",
    why: "With the key of a client, or with the files of the database, whoever takes over the \
          workload reads every Secret and writes every object, past the API server and its log.",
    remedy: "Take the volume out of the workload; make backups on the node itself, or through a \
             client certificate of their own.",
    exceptions: "Backups of etcd, in a namespace of the administrators.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("6"),
        Ref::attack("T1552.004"),
        Ref::attack("T1611"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_static_pod()) {
        for at in workload.node_paths() {
            let (path, volume) = (at.path().or(""), at.volume.name().or("?"));
            let (what, above) = match holds_etcd_keys(path) {
                Some(EtcdKeys::Itself) => ("is", false),
                // What never runs on a node of the control plane finds nothing there.
                Some(EtcdKeys::Above) if workload.may_run_on_control_plane() => ("holds", true),
                _ => continue,
            };
            // Root alone may enter the directories that hold them.
            let mounts = || workload.mounts_of(volume);
            let refuses_root = mounts().all(|(container, _)| workload.refuses_root(container));
            if above && refuses_root && mounts().next().is_some() {
                continue;
            }
            let message = format!(
                "volume `{volume}`, the node's `{path}`, {what} the keys or the data of etcd"
            );
            let finding = out.report(object, at.path(), message);
            if mounts().next().is_none() {
                finding.severity(Severity::Medium, "no container mounts it yet");
            } else if above {
                finding
                    .severity(Severity::High, "it holds them on nodes of the control plane alone");
            }
        }
    }
}

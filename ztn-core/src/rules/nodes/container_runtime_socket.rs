//! `container-runtime-socket`

use crate::finding::Findings;
use crate::model::{Object, host_path, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "container-runtime-socket",
    practice: Practice::Nodes,
    breaks: &[Part::HostPaths],
    severity: Severity::Critical,
    summary: "a pod holds the socket of the container runtime",
    why: "The container runtime does what it is told over its socket, as root and without asking \
          who calls: whoever takes the pod over starts a privileged container with the node's file \
          system, and owns the node. Mounting the socket read-only changes nothing.",
    remedy: "Drop the volume; ask the Kubernetes API for what is running, and build images without \
          the runtime's daemon.",
    exceptions: "Agents that are part of the container runtime's own installation.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/hostPathVolumes"),
        Ref::kube_linter("docker-sock"),
        Ref::kubescape("C-0074"),
        Ref::trivy("KSV-0006"),
        Ref::checkov("CKV_K8S_27"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for at in workload.node_paths() {
            let path = at.path().or("");
            let Some(socket) = host_path::runtime_socket(path) else {
                continue;
            };
            let volume = at.volume.name().or("?");
            let message = match host_path::is_socket(path, socket) {
                true => format!("volume `{volume}` is the container runtime's socket `{socket}`"),
                false => format!(
                    "volume `{volume}`, the node's `{path}`, gives access to the container runtime's socket `{socket}`"
                ),
            };
            out.report(object, at.path(), message)
                .implied_if(host_path::is_root(path), "host-path-sensitive");
        }
    }
}

//! `privileged-container-port`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "privileged-container-port",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Info,
    summary: "a container listens on a port below 1024",
    why: "Where the container runtime does not open low ports to everybody, a program has to be \
          root, or to hold `NET_BIND_SERVICE`, to listen there.",
    remedy: "Listen on a port from 1024 up, and let the Service have the low one.",
    exceptions: "Nodes with `net.ipv4.ip_unprivileged_port_start` at 0, which is what containerd \
          and CRI-O set.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::kube_linter("privileged-ports")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for (_, container) in workload.containers() {
            for port in container.ports().iter() {
                let number = port.container_port();
                if number.get().is_some_and(|number| (1..1024).contains(&number)) {
                    let name = container.name().or("?");
                    let number_text = number.or(0);
                    let message = format!("container `{name}` listens on port {number_text}");
                    out.report(object, number, message);
                }
            }
        }
    }
}

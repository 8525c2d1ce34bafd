//! `remote-shell-server`

use crate::finding::Findings;
use crate::model::service::Service;
use crate::model::{IntOrStr, Object, workloads};
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "remote-shell-server",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "something answers on the port of SSH",
    why: "A shell server in the cluster is a door with credentials of its own, past the API \
          server, its roles and its audit log: whoever has a key or finds a weak password is \
          inside, and nobody sees it.",
    remedy: "Drop the server and use `kubectl exec`, which is authorized and recorded.",
    exceptions: "Git and file servers that speak SSH, and bastions.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1021.004"),
        Ref::kube_linter("ssh-port"),
        Ref::kubescape("C-0042"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// The port of SSH.
const SSH: i64 = 22;
/// The port it is moved to where it may not have its own. Other programs listen there, too; a Service that
/// leads to it says more.
const SSH_MOVED: i64 = 2222;

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for (_, container) in workload.containers() {
            for port in container.ports().iter().filter(|port| port.protocol().or("TCP") == "TCP") {
                let number = port.container_port();
                if number.get() == Some(SSH) {
                    let name = container.name().or("?");
                    out.report(object, number, format!("container `{name}` listens on port {SSH}"));
                }
            }
        }
    }
    let spec = object.view::<Service<'_>>().and_then(|service| service.spec().get());
    for port in spec.into_iter().flat_map(|spec| spec.ports().iter()) {
        let target = match port.target_port().get() {
            Some(IntOrStr::Int(number)) => Some(number),
            Some(IntOrStr::Str(_)) => None,
            None => port.port().get(),
        };
        let of_ssh =
            |number: Option<i64>| number.filter(|number| [SSH, SSH_MOVED].contains(number));
        let number = of_ssh(port.port().get()).or(of_ssh(target));
        if let Some(number) = number.filter(|_| port.protocol().or("TCP") == "TCP") {
            let message = format!("`{}` leads to port {number}", object.name());
            out.report(object, port.port(), message);
        }
    }
}

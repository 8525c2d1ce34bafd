//! The node's namespaces and network are not the pod's.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, plural, quoted};
use crate::model::container::{HttpGetAction, TcpSocketAction};

pub(in crate::engine::pod_security) fn namespaces(pod: &Pod<'_>) -> Option<Broken> {
    let spec = pod.workload.spec();
    let mut setters = Setters::of(pod);
    let fields = [
        ("hostNetwork", spec.host_network()),
        ("hostPID", spec.host_pid()),
        ("hostIPC", spec.host_ipc()),
    ];
    let mut shared = Vec::new();
    for (name, field) in fields {
        if pod.note(field).is_true() {
            setters.place(field);
            shared.push(format!("{name}=true"));
        }
    }
    setters.broken("host namespaces", |_| shared.join(", "))
}

/// Ports of the node; 0 is none.
pub(in crate::engine::pod_security) fn ports(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut numbers = Vec::new();
    for container in pod.containers() {
        for port in container.ports().iter() {
            let host_port = pod.note(port.host_port());
            if let Some(number) = host_port.get().filter(|number| *number != 0) {
                setters.container(container, host_port);
                numbers.push(number);
            }
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let noun = plural(&numbers, "hostPort", "hostPorts");
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    setters.broken("hostPort", |who| format!("{who} uses {noun} {}", numbers.join(", ")))
}

/// The kubelet, which is on the node's network, sends requests to a host of the pod's choice.
pub(in crate::engine::pod_security) fn probes(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut hosts = Vec::new();
    for container in pod.containers() {
        let http = container.http_gets().map(HttpGetAction::host);
        let tcp = container.tcp_sockets().map(TcpSocketAction::host);
        for host in http.chain(tcp) {
            if let Some(name) = pod.get(host).filter(|name| !name.is_empty()) {
                setters.container(container, host);
                hosts.push(name);
            }
        }
    }
    hosts.sort_unstable();
    hosts.dedup();
    let noun = plural(&hosts, "host", "hosts");
    setters.broken("probe or lifecycle host", |who| {
        format!("{who} uses probe or lifecycle {noun} {}", quoted(&hosts))
    })
}

//! `probe-or-lifecycle-host`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "probe-or-lifecycle-host",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a pod makes the kubelet call another host",
    why: "The kubelet sends probes from the node's own network. With a host of the pod's choice it \
          asks services that the pod itself cannot reach, again and again, and its events tell \
          what came back.",
    remedy: "Remove `host`: the kubelet then calls the pod.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::attack("T1046"),
        Ref::pss("baseline/hostProbesAndHostLifecycle"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_control_plane()) {
        for (_, container) in workload.containers() {
            let http = container.http_gets().map(|get| get.host());
            let hosts = http.chain(container.tcp_sockets().map(|socket| socket.host()));
            for host in hosts.filter(|host| !host.or("").is_empty()) {
                let (name, to) = (container.name().or("?"), host.or("?"));
                let message = format!("container `{name}` makes the kubelet call `{to}`");
                let fix = host.key().and_then(|key| {
                    Draft::risky(object, "let the kubelet call the pod")
                        .remove_entry(key.parent()?, key)
                });
                let is_pod = matches!(to, "localhost" | "127.0.0.1" | "::1");
                let finding = out.report(object, host, message).maybe_fix(fix);
                if is_pod && workload.host_network().is_true() {
                    finding.severity(Severity::Low, "the pod shares the node's network");
                }
            }
        }
    }
}

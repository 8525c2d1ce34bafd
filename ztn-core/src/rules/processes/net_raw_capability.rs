//! `net-raw-capability`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "net-raw-capability",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a container can send packets in the name of others",
    why: "`NET_RAW` is among the capabilities that runtimes give. Whoever takes the container over \
          answers ARP and DNS for its neighbours on the node, and reads what they send.",
    remedy: "Drop `ALL`, or `NET_RAW`.",
    exceptions: "Programs that send ICMP by themselves and cannot use unprivileged sockets for it.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1557"),
        Ref::cis("5.2.7"),
        Ref::kube_linter("drop-net-raw-capability"),
        Ref::kubescape("C-0211"),
        Ref::checkov("CKV_K8S_28"),
        Ref::trivy("KSV-0119"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in
        workloads(object).filter(|workload| !workload.is_windows() && !workload.is_control_plane())
    {
        for (_, container) in workload.containers() {
            let field = container.security_context().then(|context| context.capabilities());
            let added = field.get().into_iter().flat_map(|these| these.added());
            let added = added
                .filter(|(one, _)| ["ALL", "NET_RAW"].contains(&one.name()))
                .map(|(_, node)| node);
            let added = added.last();
            if field.is_wrong()
                || (added.is_none() && field.get().is_some_and(|these| these.drops("NET_RAW")))
            {
                continue;
            }
            let message = format!("container `{}` can forge packets", container.name().or("?"));
            match added {
                Some(node) => {
                    out.report(object, node, message).implied_by("capability-beyond-default")
                }
                None => out
                    .report(object, field.then(|these| these.drop()), message)
                    .implied_by("capabilities-not-dropped"),
            };
        }
    }
}

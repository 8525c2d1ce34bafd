//! `windows-host-process`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "windows-host-process",
    practice: Practice::Nodes,
    breaks: &[Part::HostNamespaces, Part::HostPaths, Part::HostDevices],
    severity: Severity::Critical,
    summary: "a Windows container runs as a process of its node",
    why: "A host process container is no container: it runs on the Windows node itself, with the \
          node's files, network and often its administrator. Whoever takes it over owns the node.",
    remedy: "Drop `hostProcess`, and do the node's administration outside the cluster.",
    exceptions: "Network and storage plugins of Windows nodes.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.10"),
        Ref::attack("T1611"),
        Ref::pss("baseline/windowsHostProcess"),
        Ref::kubescape("C-0211"),
        Ref::trivy("KSV-0103"),
        Ref::polaris("hostProcess"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for shared in
            workload.shared(|workload, container| workload.effective_host_process(container))
        {
            if shared.field.is_true() {
                let fix = Draft::risky(object, "run in a container").set(shared.field, false);
                let runs = shared.verb("runs as a process", "run as processes");
                out.report(object, shared.field, format!("{} {runs} of the node", shared.names()))
                    .maybe_fix(fix);
            }
        }
    }
}

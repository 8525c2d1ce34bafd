//! `unsafe-sysctl`

use crate::engine::pod_security::{NEWEST, is_safe_sysctl};
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "unsafe-sysctl",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile, Part::HostDevices],
    severity: Severity::Medium,
    summary: "a pod sets a kernel parameter that is not known to stay within it",
    why: "Parameters that are not the pod's own change the node for everybody on it: they switch \
          off protections of the kernel, or let one pod starve the others.",
    remedy: "Drop the parameter, or set it on the nodes where it is wanted.",
    exceptions: "Nodes that run nothing else, with the parameter among the kubelet's \
          `allowedUnsafeSysctls`.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/sysctls"),
        Ref::kube_linter("unsafe-sysctls"),
        Ref::kubescape("C-0211"),
        Ref::trivy("KSV-0026"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        let sysctls = workload.security_context().then(|context| context.sysctls());
        for sysctl in sysctls.iter() {
            let Some(name) = sysctl.name().get().filter(|name| !is_safe_sysctl(name, NEWEST))
            else {
                continue;
            };
            let message = format!("`{}` sets `{name}`, which is not safe to set", object.name());
            let fix = Draft::risky(object, format!("leave `{name}` as the node has it"))
                .remove_item(sysctls.node(), sysctl.node());
            out.report(object, sysctl.name(), message).maybe_fix(fix);
        }
    }
}

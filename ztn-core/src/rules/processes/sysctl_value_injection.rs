//! `sysctl-value-injection`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "sysctl-value-injection",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile, Part::HostDevices],
    severity: Severity::High,
    summary: "the value of a kernel parameter carries another one",
    why: "CRI-O before 1.24.0 hands the value to a tool that takes `+` for a further parameter: \
          with `kernel.core_pattern` among them, whatever crashes next on the node runs a program \
          of the pod's choice as root.",
    remedy: "Remove the parameter, find out who wrote it, and look at the node.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::attack("T1611"), Ref::nsa("pod-security")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for sysctl in workload.security_context().then(|context| context.sysctls()).iter() {
            let value = sysctl.value();
            if value.or("").contains(['+', '=']) {
                let message = format!("the value of `{}` holds another", sysctl.name().or("?"));
                out.report(object, value, message);
            }
        }
    }
}

//! `dangerous-capability`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "dangerous-capability",
    practice: Practice::Processes,
    breaks: &[Part::Capabilities],
    severity: Severity::High,
    summary: "a container adds a capability that leads out of it",
    why: "Some capabilities are as good as root of the node, others are the next step to it: \
          whoever takes the container over needs no flaw of the kernel.",
    remedy: "Drop the capability; where one step of the program needs it, do that step outside the \
          cluster or in a node agent of its own.",
    exceptions: "Network plugins and node agents, in a namespace of their own.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.9"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/capabilities"),
        Ref::kubescape("C-0046"),
        Ref::trivy("KSV-0005"),
        Ref::trivy("KSV-0120"),
        Ref::checkov("CKV_K8S_39"),
        Ref::polaris("dangerousCapabilities"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (_, container) in workload.containers() {
            let Some(capabilities) =
                container.security_context().then(|context| context.capabilities()).get()
            else {
                continue;
            };
            for (capability, node) in capabilities.added() {
                let Some(danger) = capability.danger() else {
                    continue;
                };
                let (container_name, name) = (container.name().or("?"), capability.name());
                let message =
                    format!("container `{container_name}` adds `{name}`: {}", danger.gives);
                let fix = Draft::risky(object, format!("do without `{name}`"))
                    .remove_item(capabilities.add().node(), node);
                let finding = out
                    .report(object, node, message)
                    .maybe_fix(fix)
                    .implied_if(workload.is_privileged(container), "privileged-container");
                if workload.has_user_namespace() {
                    finding.severity(
                        Severity::Medium,
                        "it counts inside the pod's own user namespace alone",
                    );
                } else if danger.gives_node {
                    finding.severity(Severity::Critical, "the node is lost with it alone");
                }
            }
        }
    }
}

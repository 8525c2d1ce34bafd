//! `contradictory-security-context`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "contradictory-security-context",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "settings of a container exclude each other",
    why: "The API server or the kubelet refuses the pod: it was never run as it is written, and \
          what is taken away to make it run is the setting that protects.",
    remedy: "Decide for one of the two settings that the message names.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::kube_linter("run-as-non-root")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (_, container) in workload.containers() {
            let name = container.name().or("?");
            let context = container.security_context();
            let escalation = context.then(|context| context.allow_privilege_escalation());
            let gains = workload.gains_privileges_by(container);
            if let Some(gains) = gains.filter(|_| escalation.is_false()) {
                let message = format!("container `{name}` {gains}, and may not gain privileges");
                out.report(object, escalation, message);
            }
            let user = workload.effective_run_as_user(container);
            let non_root = workload.effective_run_as_non_root(container);
            if non_root.is_true() && user.get() == Some(0) {
                let message = format!("container `{name}` is user 0, and must not run as root");
                out.report(object, user, message).label(object, non_root, "asked for here");
            }
        }
        let profiles = workload.shared(|workload, container| workload.effective_seccomp(container));
        for shared in &profiles {
            let Some(profile) = shared.field.get() else {
                continue;
            };
            let file = profile.localhost_profile();
            if profile.type_().is("Localhost") && file.or("").is_empty() && !file.is_wrong() {
                let message = format!("the seccomp profile of {} names no file", shared.names());
                out.report(object, profile.type_(), message);
            }
        }
    }
}

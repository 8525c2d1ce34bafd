//! `allow-privilege-escalation`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, paths, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "allow-privilege-escalation",
    practice: Practice::Processes,
    breaks: &[Part::UnprivilegedUser],
    severity: Severity::Medium,
    summary: "a container may gain privileges it did not start with",
    why: "Whoever takes the container over becomes root in it by any program with the set-user-ID \
          bit, `sudo` and `su` among them, and goes on from there.",
    remedy: "Set `allowPrivilegeEscalation: false` on every container; left out, it is true.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.6"),
        Ref::nsa("pod-security"),
        Ref::attack("T1548"),
        Ref::pss("restricted/allowPrivilegeEscalation"),
        Ref::kube_linter("privilege-escalation-container"),
        Ref::kubescape("C-0016"),
        Ref::trivy("KSV-0001"),
        Ref::checkov("CKV_K8S_20"),
        Ref::polaris("privilegeEscalationAllowed"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for (_, container) in workload.containers() {
            let allowed =
                container.security_context().then(|context| context.allow_privilege_escalation());
            if allowed.is_true() || allowed.is_absent() {
                let name = container.name().or("?");
                // Of such a container the API server refuses it.
                let fix = match workload.gains_privileges_by(container) {
                    Some(_) => None,
                    None => Draft::risky(object, "gain no privileges").write(
                        container.node(),
                        paths::container::ALLOW_PRIVILEGE_ESCALATION,
                        false,
                    ),
                };
                out.report(object, allowed, format!("container `{name}` may gain privileges"))
                    .maybe_fix(fix)
                    .implied_if(
                        workload.has_no_security_context(container),
                        "security-context-missing",
                    )
                    .implied_if(workload.is_privileged(container), "privileged-container");
            }
        }
    }
}

//! `selinux-unconfined`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "selinux-unconfined",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile],
    severity: Severity::High,
    summary: "a container runs in an SELinux domain without limits",
    why: "The domain a container runs in is what keeps it from the node's files on nodes with \
          SELinux. In one without limits, whoever takes the container over meets no such wall.",
    remedy: "Drop `seLinuxOptions.type`, which gives back `container_t`.",
    exceptions: "Node agents on nodes with SELinux, beside which nothing else of theirs is open.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/seLinuxOptions"),
        Ref::kubescape("C-0211"),
        Ref::trivy("KSV-0025"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        let domains = workload.shared(|workload, container| {
            workload.effective_se_linux(container).then(|options| options.type_())
        });
        for shared in domains
            .iter()
            .filter(|shared| matches!(shared.field.get(), Some("spc_t" | "unconfined_t")))
        {
            let domain = shared.field.or("?");
            let message = format!(
                "{} {} as `{domain}`, without limits by SELinux",
                shared.names(),
                shared.verb("runs", "run")
            );
            let fix = shared.field.key().and_then(|key| {
                Draft::risky(object, "run in the domain of containers")
                    .remove_entry(key.parent()?, key)
            });
            out.report(object, shared.field, message).maybe_fix(fix).implied_if(
                shared.containers.iter().all(|container| workload.is_privileged(*container)),
                "privileged-container",
            );
        }
    }
}

//! `may-run-as-root`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, paths, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "may-run-as-root",
    practice: Practice::Processes,
    breaks: &[Part::UnprivilegedUser],
    severity: Severity::Medium,
    summary: "nothing keeps a container from running as root",
    why: "Whether the program runs as root is up to the image, and most images say root. Whoever \
          takes the container over then is root in it, one flaw of the kernel or the runtime away \
          from root of the node.",
    remedy: "Set `runAsNonRoot: true` on the pod, with `runAsUser` where the image names its user by \
          a word.",
    exceptions: "Node agents that manage files of the node's root.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.7"),
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("restricted/runAsNonRoot"),
        Ref::kube_linter("run-as-non-root"),
        Ref::kubescape("C-0013"),
        Ref::trivy("KSV-0012"),
        Ref::checkov("CKV_K8S_23"),
        Ref::polaris("runAsRootAllowed"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.has_user_namespace()) {
        // What is told to run as root is another finding, and wrong types are problems.
        let told = |container| {
            let user = workload.effective_run_as_user(container);
            user.is_wrong() || !workload.is_windows() && user.get() == Some(0)
        };
        for mut shared in
            workload.shared(|workload, container| workload.effective_run_as_non_root(container))
        {
            shared
                .containers
                .retain(|&container| !workload.refuses_root(container) && !told(container));
            if shared.containers.is_empty() || shared.field.is_wrong() {
                continue;
            }
            let fix = Draft::risky(object, "refuse to start as root");
            let fix = if shared.field.is_set() {
                fix.set(shared.field, true)
            } else {
                fix.write_each(shared.nodes(), paths::container::RUN_AS_NON_ROOT, true)
            };
            out.report(
                object,
                shared.field,
                format!("nothing keeps {} from running as root", shared.names()),
            )
            .maybe_fix(fix)
            .implied_if(
                shared.all(|container| workload.has_no_security_context(container)),
                "security-context-missing",
            );
        }
    }
}

//! `selinux-custom-options`

use crate::engine::pod_security::is_container_domain;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Field, Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "selinux-custom-options",
    practice: Practice::Processes,
    breaks: &[Part::KernelProfile],
    severity: Severity::Medium,
    summary: "a container asks for an SELinux label of its own",
    why: "The label is what keeps a container from the node's files and from other containers' on \
          nodes with SELinux. A domain, user or role that is not the containers' own may do what \
          theirs may not, and nobody who reviews the pod sees how much.",
    remedy: "Drop `type`, `user` and `role` from `seLinuxOptions`, and keep `level` at most.",
    exceptions: "Domains that a policy module of your own makes narrower than `container_t`.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::attack("T1611"),
        Ref::pss("baseline/seLinuxOptions"),
        Ref::trivy("KSV-0025"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object).filter(|workload| !workload.is_windows()) {
        for shared in workload.shared(|workload, container| workload.effective_se_linux(container))
        {
            let options = shared.field;
            let fields = [
                ("domain", options.then(|options| options.type_())),
                ("user", options.then(|options| options.user())),
                ("role", options.then(|options| options.role())),
            ];
            let is_custom = |what: &str, text: &str| match what {
                "domain" => !is_container_domain(text),
                _ => !text.is_empty(),
            };
            for (what, field) in fields {
                let Some(text) = field.get().filter(|text| is_custom(what, text)) else {
                    continue;
                };
                let (names, verb) = (shared.names(), shared.verb("has", "have"));
                let message = format!("{names} {verb} the SELinux {what} `{text}`");
                let said_by = if what == "domain" && matches!(text, "spc_t" | "unconfined_t") {
                    Some("selinux-unconfined")
                } else {
                    shared
                        .all(|container| workload.is_privileged(container))
                        .then_some("privileged-container")
                };
                out.report(object, field, message)
                    .maybe_fix(without(object, field))
                    .maybe_implied_by(said_by);
            }
        }
    }
}

fn without<'a>(object: Object<'a>, field: Field<'a, &'a str>) -> Option<crate::fix::Fix> {
    let key = field.key()?;
    Draft::risky(object, "take the label of containers").remove_entry(key.parent()?, key)
}

//! `apparmor-annotation-stale`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apparmor-annotation-stale",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Low,
    summary: "an AppArmor annotation is read no more, or for a container that is not there",
    why: "Where there is a field, the annotation does not count; where it names no container, \
          nothing is confined by it. Who reads it believes the container confined.",
    remedy: "Set `securityContext.appArmorProfile`, and remove the annotation.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::pss("baseline/appArmorProfile")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for (name, annotation) in workload.app_armor_annotations() {
            let mut containers = workload.containers().map(|(_, container)| container);
            let container = containers.find(|container| container.name().is(name));
            let Some(container) = container else {
                let message = format!("the annotation is for `{name}`, which is no container here");
                out.report(object, annotation, message);
                continue;
            };
            let (field, written) =
                (workload.effective_app_armor(container), workload.app_armor(container));
            // A profile of the node has no name in the word for it.
            let (said, done) = (annotation.or(""), written.or(""));
            let differs = said != done && !(done == "localhost/" && said.starts_with(done));
            if !field.is_absent() && differs {
                let message =
                    format!("the annotation of `{name}` says another than the field, which counts");
                out.report(object, annotation, message).label(object, field, "this counts");
            }
        }
    }
}

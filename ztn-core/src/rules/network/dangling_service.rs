//! `dangling-service`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::service::Service;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "dangling-service",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Low,
    summary: "a Service selects no workload",
    why: "Whoever may make a pod in the namespace takes over the name, and everything that is sent \
          to it, by writing the labels that nothing else has.",
    remedy: "Write the labels of the pods into `selector`, or delete the Service.",
    exceptions: "Services for pods that are made by hand or by operators.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::Services],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::kube_linter("dangling-service"),
        Ref::kube_score("service-targets-pod"),
        Ref::kubescape("C-0298"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    for (object, service) in facts.cluster.all::<Service<'_>>() {
        let (Some(spec), Some(namespace)) = (service.spec().get(), object.namespace()) else {
            continue;
        };
        let selects = spec.selects_pods() && !spec.type_().is("ExternalName");
        if !selects || !facts.references().behind(namespace, spec).is_empty() {
            continue;
        }
        let message = format!("`{}` selects no workload of namespace `{namespace}`", object.name());
        let finding = out.report(object, spec.selector(), message);
        if facts.references().may_hold_unseen_pods(namespace) {
            let because = "the namespace has objects of kinds that may make pods";
            finding.severity(Severity::Info, because);
        }
    }
}

//! `workload-violates-namespace-pss`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "workload-violates-namespace-pss",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::High,
    summary: "a workload breaks the Pod Security Standard that its namespace enforces",
    why: "The API server takes the object and refuses every pod of it: the workload never starts, or not \
          again after its node fails. Whoever has to bring it back takes the label off, and the \
          namespace guards nothing any more.",
    remedy: "Mend what the message names, or run the workload in a namespace of its own with the level \
             it needs.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::Namespaces],
    fixes: &[],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::PodSecurity], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let admission = facts.pod_security();
    for workload in facts.cluster.workloads() {
        let object = workload.object();
        let Some(chosen) = admission.chosen(workload.namespace()) else {
            continue;
        };
        // What a bare pod of an exempt user is, files do not tell; a static pod runs whatever the API
        // server says of its mirror.
        if admission.is_exempt(workload) != Some(false) || workload.is_static_pod() {
            continue;
        }
        let Ok(violations) = chosen.enforce.violations(workload) else {
            continue;
        };
        let Some((first, place)) =
            violations.first().and_then(|first| Some((first, *first.places.first()?)))
        else {
            continue;
        };
        let what: Vec<String> = violations.iter().map(ToString::to_string).collect();
        let refused = if object.kind() == Kind::Pod { "is refused" } else { "gets no pods" };
        let (level, minor) = (chosen.enforce.level.name(), chosen.enforce.minor);
        let namespace = workload.namespace();
        let message = format!(
            "`{}` {refused}: namespace `{namespace}` enforces {level} of v1.{minor}, which forbids {}",
            object.name(),
            first.reason
        );
        let Some(node) = place.node.map(|node| object.node().document().node(node)) else {
            continue;
        };
        let finding = out.report(object, node, message).witness(what.join("; "));
        if let Some((namespace, label)) = admission.enforced_at(namespace) {
            finding.label(namespace, label, "enforced here");
        }
    }
}

//! `mesh-injection-violates-pss`

use crate::engine::pod_security::Level;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "mesh-injection-violates-pss",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::High,
    summary: "a namespace asks for Istio's sidecars and enforces a standard that refuses them",
    why: "Without Istio's CNI plugin each pod gets an init container that runs as root and changes the \
          pod's firewall. The standard refuses it, so no pod starts, and the label is taken off to \
          get the service back.",
    remedy: "Install Istio's CNI plugin, or use its ambient mode: then no pod needs the rights.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::Namespaces],
    fixes: &[],
    refs: &[Ref::nist("2"), Ref::nsa("pod-security")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::PodSecurity, Engine::Mesh], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // The plugin may be in what is not seen.
    if !facts.sees_everything() || facts.cluster.workloads().any(|one| one.is_istio_node_agent()) {
        return;
    }
    for (name, object, workloads) in facts.references().populated() {
        let namespace = object.and_then(|object| Some((object, object.view::<Namespace<'_>>()?)));
        let Some((object, namespace)) = namespace else {
            continue;
        };
        let enforced = facts.pod_security().chosen(name).map(|chosen| chosen.enforce.level);
        let Some(injection) = namespace
            .istio_injection()
            .filter(|_| enforced.is_some_and(|level| level >= Level::Baseline))
        else {
            continue;
        };
        if workloads.iter().any(|one| one.takes_mesh_injection()) {
            let level = enforced.map_or("", Level::name);
            let message = format!(
                "namespace `{name}` enforces {level}, which refuses the init container of Istio's sidecar"
            );
            let label = namespace.pod_security(PodSecurityMode::Enforce);
            out.report(object, injection, message).label(object, label, "enforced here");
        }
    }
}

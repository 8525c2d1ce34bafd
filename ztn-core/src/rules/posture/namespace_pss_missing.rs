//! `namespace-pss-missing`

use crate::engine::pod_security::{Level, PodSecurity};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::model::paths;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "namespace-pss-missing",
    practice: Practice::Posture,
    breaks: &[Part::AdmissionEnforced],
    severity: Severity::Medium,
    summary: "a namespace enforces no Pod Security Standard",
    why: "Whoever may create pods in the namespace, or takes over something that may, creates a \
          privileged one and owns its node: nothing refuses it.",
    remedy: "Label the namespace `pod-security.kubernetes.io/enforce: restricted`, or `baseline`, \
          with `enforce-version`.",
    exceptions: "Namespaces in which another admission controller enforces the same.",
    since: "0.1.0",
    needs: &[Evidence::Namespaces],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("5.2.1"),
        Ref::nsa("pod-security"),
        Ref::nist("4"),
        Ref::attack("T1610"),
        Ref::kubescape("C-0192"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::PodSecurity], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // What the API server does with namespaces that do not say is in a file of its own.
    if PodSecurity::default_level(facts.cluster).is_some_and(|level| level >= Level::Baseline) {
        return;
    }
    for (object, namespace) in
        facts.cluster.all::<Namespace<'_>>().filter(|(_, namespace)| !namespace.is_system())
    {
        let level = namespace.pod_security(PodSecurityMode::Enforce);
        if level.is_absent() {
            let message =
                format!("namespace `{}` enforces no Pod Security Standard", object.name());
            let fix = object.metadata().and_then(|metadata| {
                Draft::risky(object, "enforce `baseline`").write(
                    metadata.node(),
                    paths::metadata::ENFORCE,
                    "baseline",
                )
            });
            out.report(object, level, message).maybe_fix(fix);
        }
    }
}

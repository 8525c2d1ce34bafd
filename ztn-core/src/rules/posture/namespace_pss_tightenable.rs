//! `namespace-pss-tightenable`

use crate::engine::pod_security::{Level, Standard};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "namespace-pss-tightenable",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::Info,
    summary: "every workload of a namespace keeps a stricter Pod Security Standard than it enforces",
    why: "What nobody of the namespace needs is allowed all the same, to whoever takes over something \
          that may create pods there.",
    remedy: "Raise `pod-security.kubernetes.io/enforce` to the level that the workloads keep.",
    exceptions: "Namespaces in which operators make pods that no file describes.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::Namespaces],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("7")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::PodSecurity], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // Pods that are not in the input might need what the level allows.
    if !facts.sees_everything() {
        return;
    }
    let (admission, references) = (facts.pod_security(), facts.references());
    for (name, object, workloads) in references.populated() {
        let Some((object, namespace)) =
            object.and_then(|object| Some((object, object.view::<Namespace<'_>>()?)))
        else {
            continue;
        };
        let label = namespace.pod_security(PodSecurityMode::Enforce);
        let chosen = admission.chosen(name).filter(|_| label.is_set());
        let Some(enforce) = chosen.map(|chosen| chosen.enforce) else {
            continue;
        };
        if namespace.is_system() || references.may_hold_unseen_pods(name) {
            continue;
        }
        let is_kept = |level: &Level| {
            let standard = Standard { level: *level, ..enforce };
            *level > enforce.level
                && workloads.iter().all(|one| {
                    standard.violations(*one).is_ok_and(|violations| violations.is_empty())
                })
        };
        // From the looser one on: a pod that breaks the baseline need not be held against more.
        let kept = [Level::Restricted, Level::Baseline].into_iter().find(is_kept);
        if let Some(level) = kept.map(Level::name) {
            let fix = Draft::risky(object, "enforce what the workloads keep").set(label, level);
            let message = format!(
                "all that runs in namespace `{name}` keeps {level}, which it could enforce"
            );
            out.report(object, label, message).maybe_fix(fix);
        }
    }
}

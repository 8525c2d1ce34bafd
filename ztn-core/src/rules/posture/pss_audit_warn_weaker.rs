//! `pss-audit-warn-weaker`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "pss-audit-warn-weaker",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::Low,
    summary: "a namespace notes or warns of less than it refuses",
    why: "Only pods are refused. A Deployment that breaks the level is taken without a word, and that \
          it never gets a pod is in no log and on nobody's screen.",
    remedy: "Label the namespace with the same level for `audit` and `warn` as for `enforce`, or a \
             stricter one.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Namespaces],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("7")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::PodSecurity], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, namespace) in facts.cluster.all::<Namespace<'_>>() {
        let Some(chosen) = facts.pod_security().chosen(object.name()) else {
            continue;
        };
        let modes = [
            (PodSecurityMode::Audit, chosen.audit, "notes in the audit log"),
            (PodSecurityMode::Warn, chosen.warn, "warns of"),
        ];
        for (mode, standard, does) in modes {
            let label = namespace.pod_security(mode);
            // What is not written is nobody's choice.
            if label.is_set() && standard.level < chosen.enforce.level {
                let level = chosen.enforce.level.name();
                let fix = Draft::risky(object, "tell of what is refused").set(label, level);
                let message = format!(
                    "namespace `{}` refuses what breaks {level}, and {does} only what breaks {}",
                    object.name(),
                    standard.level.name()
                );
                out.report(object, label, message)
                    .maybe_fix(fix)
                    .implied_if(!label.is(standard.level.name()), "pss-label-invalid");
            }
        }
    }
}

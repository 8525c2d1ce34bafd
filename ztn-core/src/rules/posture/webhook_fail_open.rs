//! `webhook-fail-open`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::admission::webhooks;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "webhook-fail-open",
    practice: Practice::Posture,
    breaks: &[Part::AdmissionEnforced],
    severity: Severity::Medium,
    summary: "requests pass where an admission webhook cannot be asked",
    why: "Whoever makes the webhook slow or unreachable, by load, by a deleted pod or by a policy \
          for the network, has the API server accept what it would have refused.",
    remedy: "Set `failurePolicy: Fail`, run the webhook more than once, and leave out its own \
          namespace by a selector.",
    exceptions: "Webhooks that add conveniences and guard nothing.",
    since: "0.1.0",
    needs: &[Evidence::Admission],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("pod-security"),
        Ref::nist("4"),
        Ref::attack("T1562"),
        Ref::kubescape("C-0036"),
        Ref::kubescape("C-0039"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for webhook in webhooks(object).filter(|webhook| webhook.fails_open()) {
        let policy = webhook.failure_policy;
        let fix = Draft::risky(object, "refuse what cannot be checked").set(policy, "Fail");
        let message =
            format!("requests pass where webhook `{}` cannot be asked", webhook.name.or("?"));
        out.report(object, policy, message).maybe_fix(fix);
    }
}

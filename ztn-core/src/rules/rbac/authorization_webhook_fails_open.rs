//! `authorization-webhook-fails-open`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "authorization-webhook-fails-open",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a webhook that may deny requests is skipped when it does not answer",
    why: "What it denies, the next authorizer may allow: whoever keeps it from answering, by \
          load or by cutting its connection, has the rights that it was to refuse.",
    remedy: "Set `failurePolicy: Deny` in the file of `--authorization-config`; flags alone cannot.",
    exceptions: "A webhook that allows requests and denies none.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nist("6"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for webhook in facts.control_plane().authorization_webhooks() {
        if webhook.fails_open == Some(true) && webhook.is_before_others {
            let message = format!(
                "authorizers after the webhook `{}` decide where it does not answer",
                webhook.name
            );
            out.report(webhook.object, webhook.failure, message);
        }
    }
}

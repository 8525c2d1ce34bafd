//! `authorization-webhook-after-rbac`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "authorization-webhook-after-rbac",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a webhook that is to deny requests is asked after RBAC",
    why: "The first authorizer that allows a request ends the question: what a Role gives, the \
          webhook never sees, and cannot refuse.",
    remedy: "Put the webhook before `RBAC`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nist("4"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for webhook in facts.control_plane().authorization_webhooks() {
        // One whose silence is a denial is meant to deny; at the end of the chain everything is one.
        let is_to_deny = webhook.fails_open == Some(false) && webhook.is_before_others;
        if is_to_deny && webhook.is_after_rbac {
            let message =
                format!("the webhook `{}` is not asked about what RBAC allows", webhook.name);
            out.report(webhook.object, webhook.node, message);
        }
    }
}

//! `authorization-cache-too-long`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "authorization-cache-too-long",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "a webhook's answer is kept for longer than five minutes",
    why: "A right that is taken back counts for as long: whoever has a stolen credential goes on \
          with it.",
    remedy: "Leave `authorizedTTL` at five minutes or less.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nist("3"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

/// What the API server does by itself, in seconds.
const USUAL: u64 = 300;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for webhook in facts.control_plane().authorization_webhooks() {
        if let Some((seconds, node)) = webhook.keeps.filter(|(keeps, _)| *keeps > USUAL) {
            let message = format!(
                "what the webhook `{}` allows stays allowed for {seconds} seconds",
                webhook.name
            );
            out.report(webhook.object, node, message);
        }
    }
}

//! `token-webhook-insecure`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "token-webhook-insecure",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::High,
    summary: "the webhook that says who a caller is can be played",
    why: "Whoever is on the path answers in its place: any token is then any user and any group, \
          `system:masters` among them. An answer kept for long keeps somebody in who was shut out.",
    remedy: "Give the webhook's kubeconfig an `https://` address and its CA, and leave \
          `--authentication-token-webhook-cache-ttl` at two minutes.",
    exceptions: "A webhook on the same machine.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("2"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

/// Five times the default.
const LONG_SECONDS: u64 = 600;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for webhook in facts.control_plane().token_webhooks() {
        let clusters = webhook.file.into_iter().flat_map(|(object, file)| {
            file.clusters().iter().filter_map(move |named| Some((object, named.cluster().get()?)))
        });
        for (object, cluster) in clusters {
            let (message, node) = if cluster.is_plaintext() {
                ("the token webhook is reached without TLS", cluster.server().node())
            } else if cluster.insecure_skip_tls_verify().is_true() {
                let node = cluster.insecure_skip_tls_verify().node();
                ("the token webhook is reached without verifying its certificate", node)
            } else {
                continue;
            };
            out.report(webhook.object, webhook.node, message.to_owned()).label(
                object,
                node,
                "its address is written here",
            );
        }
        if let Some((seconds, node)) = webhook.keeps.filter(|(seconds, _)| *seconds > LONG_SECONDS)
        {
            let message =
                format!("what the token webhook says is kept for {} minutes", seconds / 60);
            let finding = out.report(webhook.object, node, message);
            finding.severity(Severity::Low, "who was shut out is, after that time").advice();
        }
    }
}

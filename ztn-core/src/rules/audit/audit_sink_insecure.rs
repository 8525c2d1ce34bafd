//! `audit-sink-insecure`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-sink-insecure",
    practice: Practice::Audit,
    breaks: &[Part::AuditRetention],
    severity: Severity::High,
    summary: "the audit log is sent to whoever answers",
    why: "Whoever is on the path to the webhook reads every request that is recorded, \
          and keeps from it what they did themselves.",
    remedy: "Write an `https://` server and its CA into the file of \
          `--audit-webhook-config-file`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("2"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    let mut seen = Vec::new();
    for server in plane.servers(Component::ApiServer) {
        let Some((object, file)) = plane.audit_webhook(server) else {
            continue;
        };
        if seen.contains(&object.id()) {
            continue;
        }
        seen.push(object.id());
        for cluster in file.clusters().iter().filter_map(|named| named.cluster().get()) {
            let skips = cluster.insecure_skip_tls_verify();
            if cluster.is_plaintext() {
                let message = format!("the audit log is sent to `{}`", cluster.server().or(""));
                out.report(object, cluster.server(), message);
            } else if skips.is_true() {
                let message = "the audit log is sent without verifying who takes it".to_owned();
                out.report(object, skips, message);
            }
        }
    }
}

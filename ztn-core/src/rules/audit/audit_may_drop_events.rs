//! `audit-may-drop-events`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-may-drop-events",
    practice: Practice::Audit,
    breaks: &[Part::AuditRetention],
    severity: Severity::Low,
    summary: "the audit log drops events where many come at once",
    why: "Whoever makes many requests at once makes room for the one that is not to be \
          seen: what the buffer does not hold is dropped, and so are the bodies that are \
          cut.",
    remedy: "Leave `--audit-log-mode` at `blocking`, and buffers and sizes at their \
          defaults or above.",
    exceptions: "Where a slow disk may not hold up requests.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

/// Flags that are smaller than what they are by default, which is as much as the API server itself keeps.
/// (`staging/src/k8s.io/apiserver/pkg/server/options/audit.go`)
const SIZES: [(&str, &str, i64, &str); 4] = [
    ("audit-log-path", "audit-log-batch-buffer-size", 10_000, "events are buffered"),
    ("audit-webhook-config-file", "audit-webhook-batch-buffer-size", 10_000, "events are buffered"),
    ("audit-log-path", "audit-log-truncate-max-event-size", 102_400, "bytes of an event are kept"),
    (
        "audit-webhook-config-file",
        "audit-webhook-truncate-max-event-size",
        102_400,
        "bytes of an event are kept",
    ),
];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let is_batched = server.flag("audit-log-mode").is(&"batch");
        if is_batched && server.sets("audit-log-path") == Some(true) {
            let message = "the audit log is written in batches, and what does not fit is dropped";
            out.report(server.object, server.spot("audit-log-mode"), message.to_owned());
        }
        for (sink, flag, least, what) in SIZES {
            let is_used = server.sets(sink) == Some(true) && server.uses_audit_limit(flag);
            let size = server.int_flag(flag);
            if let Some(size) = size.value().filter(|size| is_used && **size < least) {
                let message = format!("only {size} {what}");
                out.report(server.object, server.spot(flag), message);
            }
        }
    }
}

//! `audit-log-stays-on-host`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-log-stays-on-host",
    practice: Practice::Audit,
    breaks: &[Part::AuditRetention],
    severity: Severity::Low,
    summary: "the audit log stays on the machine it is about",
    why: "Whoever takes over the machine deletes the record of it.",
    remedy: "Run a log agent that mounts the folder, or set `--audit-webhook-config-file`.",
    exceptions: "Where an agent outside Kubernetes ships the log, which no object shows.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7"), Ref::attack("T1070")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // What collects the log is told by other objects: without all of them nothing can be said.
    if !facts.sees_everything() {
        return;
    }
    let plane = facts.control_plane();
    for server in plane.own_servers(Component::ApiServer) {
        let Some(path) = server.audit_log_file() else {
            continue;
        };
        let is_sent = server.sets("audit-webhook-config-file") != Some(false);
        if !is_sent && !plane.is_collected(path, server.object) {
            let message = format!("nothing collects the audit log from `{path}`");
            out.report(server.object, server.spot("audit-log-path"), message);
        }
    }
}

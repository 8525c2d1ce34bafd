//! `audit-log-lost-with-container`

use crate::engine::control_plane::{Component, Origin};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-log-lost-with-container",
    practice: Practice::Audit,
    breaks: &[Part::AuditRetention],
    severity: Severity::Medium,
    summary: "the audit log is written into the API server's container",
    why: "It is gone when the container starts anew, which whoever can crash the API \
          server brings about.",
    remedy: "Mount a folder of the node at the path of `--audit-log-path`.",
    exceptions: "Where a webhook takes the log as well.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7"), Ref::attack("T1070")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let Some(path) = server.audit_log_file().filter(|path| path.starts_with('/')) else {
            continue;
        };
        let is_sent = server.sets("audit-webhook-config-file") != Some(false);
        let origin = plane.origin(server, path);
        if !is_sent && matches!(origin, Some(Origin::Image | Origin::Scratch)) {
            let message = format!("`{path}` is in the container, and is lost with it");
            out.report(server.object, server.spot("audit-log-path"), message);
        }
    }
}

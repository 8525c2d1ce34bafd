//! `audit-policy-file-unmounted`

use crate::engine::control_plane::{Component, Origin};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-file-unmounted",
    practice: Practice::Audit,
    breaks: &[Part::AuditRecorded],
    severity: Severity::High,
    summary: "no volume of the API server holds its audit policy",
    why: "The API server does not start with this manifest, or another one runs than the \
          one that is kept: what is read here is not what is recorded.",
    remedy: "Mount the file: a `hostPath` volume, and a `volumeMount` at its path.",
    exceptions: "Where the image itself holds the file.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let flag = "audit-policy-file";
        let path = server.flag(flag);
        let Some(path) = path.value().filter(|path| path.starts_with('/')) else {
            continue;
        };
        if let Some(Origin::Image) = plane.origin(server, path) {
            let message = format!("no volume is mounted at `{path}`");
            out.report(server.object, server.spot(flag), message);
        }
    }
}

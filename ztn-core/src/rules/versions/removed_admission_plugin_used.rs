//! `removed-admission-plugin-used`

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "removed-admission-plugin-used",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::High,
    summary: "the API server is given an admission plugin that its release does not know",
    why: "It does not start with the plugin, so what is written here is not what runs, and what \
          the plugin refused is let in.",
    remedy: "Remove the plugin from the list, and do what took its place: Pod Security admission.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().all_servers() {
        for gone in releases::removed_plugins(server) {
            let message = format!(
                "`{}` has no admission plugin `{}` since 1.{}",
                server.component.program(),
                gone.name,
                gone.removed_in
            );
            out.report(server.object, server.spot(gone.flag), message);
        }
    }
}

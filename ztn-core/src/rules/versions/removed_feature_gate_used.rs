//! `removed-feature-gate-used`

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "removed-feature-gate-used",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::High,
    summary: "a component is given a feature gate that its release does not know",
    why: "It does not start with the gate, so what is written here is not what runs: the setting \
          was taken away by hand, or the release is another.",
    remedy: "Remove the gate: what it switched is always on, or gone.",
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
        for gone in releases::removed_gates(server) {
            let program = server.component.program();
            let message = format!(
                "`{program}` has no feature gate `{}` since 1.{}",
                gone.name, gone.removed_in
            );
            out.report(server.object, server.spot(gone.flag), message);
        }
    }
}

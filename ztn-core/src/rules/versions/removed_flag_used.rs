//! `removed-flag-used`

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "removed-flag-used",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::High,
    summary: "a component is given a flag that its release does not know",
    why: "It does not start with the flag, so what is written here is not what runs: the setting \
          was taken away by hand, or the release is another.",
    remedy: "Remove the flag, and do what took its place.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::checkov("CKV_K8S_88")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().all_servers() {
        for gone in releases::removed_flags(server) {
            let (program, flag) = (gone.program, gone.flag);
            let message = format!("`{program}` has no `--{flag}` since 1.{}", gone.removed_in);
            let fix = Draft::risky(server.object, "take the flag away").remove_flag(server, flag);
            out.report(server.object, server.spot(flag), message).maybe_fix(fix);
        }
    }
}

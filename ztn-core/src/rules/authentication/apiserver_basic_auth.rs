//! `apiserver-basic-auth`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-basic-auth",
    practice: Practice::Authentication,
    breaks: &[Part::StaticCredentials],
    severity: Severity::Critical,
    summary: "the API server takes passwords from a file",
    why: "The passwords are in clear text, travel with every request and never expire; nothing \
          slows down guessing them.",
    remedy: "Remove `--basic-auth-file`; let people sign in through OpenID Connect.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("3"),
        Ref::attack("T1110"),
        Ref::checkov("CKV_K8S_69"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        if server.sets("basic-auth-file") != Some(true) {
            continue;
        }
        let message = "the API server takes passwords from a file".to_owned();
        let fix =
            Draft::risky(server.object, "take no passwords").remove_flag(server, "basic-auth-file");
        let finding =
            out.report(server.object, server.spot("basic-auth-file"), message).maybe_fix(fix);
        if server.version.is_some_and(|version| version.minor >= 19) {
            finding.severity(Severity::Low, "from 1.19 on the API server does not start with it");
        }
    }
}

//! `apiserver-static-tokens`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-static-tokens",
    practice: Practice::Authentication,
    breaks: &[Part::StaticCredentials],
    severity: Severity::High,
    summary: "the API server takes static tokens from a file",
    why: "The tokens never expire and cannot be taken back without restarting the API server. \
          Whoever reads the file, once, is any user and group it names.",
    remedy: "Remove `--token-auth-file`; let people sign in through OpenID Connect, and machines \
          use service account tokens.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.2"),
        Ref::nsa("authentication"),
        Ref::nist("3"),
        Ref::attack("T1552.001"),
        Ref::kubescape("C-0114"),
        Ref::checkov("CKV_K8S_70"),
        Ref::trivy("KCV-0002"),
        Ref::kube_bench("1.2.2"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        if server.sets("token-auth-file") != Some(true) {
            continue;
        }
        let message = "the API server takes static tokens from a file".to_owned();
        let fix = Draft::risky(server.object, "take no static tokens")
            .remove_flag(server, "token-auth-file");
        out.report(server.object, server.spot("token-auth-file"), message).maybe_fix(fix);
    }
}

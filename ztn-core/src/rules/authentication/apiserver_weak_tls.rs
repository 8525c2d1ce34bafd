//! `apiserver-weak-tls`

use crate::engine::control_plane::{Component, is_weak_cipher};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-weak-tls",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport],
    severity: Severity::Medium,
    summary: "the API server agrees to TLS that can be broken",
    why: "Whoever is on the way makes both sides take the weakest TLS they know, and reads what it \
          does not protect: tokens, and every Secret that is fetched.",
    remedy: "Remove `--tls-min-version` and `--tls-cipher-suites`, or name TLS 1.2 and suites with \
          ECDHE and GCM or ChaCha20.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.29"),
        Ref::nist("2"),
        Ref::attack("T1557"),
        Ref::kubescape("C-0143"),
        Ref::kubescape("C-0277"),
        Ref::checkov("CKV_K8S_105"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let version = server.flag("tls-min-version");
        if let Some(text) =
            version.value().filter(|text| text.ends_with("10") || text.ends_with("11"))
        {
            let fix = Draft::risky(server.object, "ask for TLS 1.2").set_flag(
                server,
                "tls-min-version",
                "VersionTLS12",
            );
            let message = format!("the API server takes `{text}`");
            out.report(server.object, server.spot("tls-min-version"), message).maybe_fix(fix);
        }
        let suites = server.list_flag("tls-cipher-suites");
        let weak = suites.value().into_iter().flatten().filter(|suite| is_weak_cipher(suite));
        let weak: Vec<&str> = weak.copied().collect();
        if !weak.is_empty() {
            let fix = Draft::risky(server.object, "refuse the weak suites").change_list_flag(
                server,
                "tls-cipher-suites",
                &weak,
                &[],
            );
            let message = format!("the API server takes `{}`", weak.join("`, `"));
            out.report(server.object, server.spot("tls-cipher-suites"), message).maybe_fix(fix);
        }
    }
}

//! `apiserver-tls-missing`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-tls-missing",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport],
    severity: Severity::Medium,
    summary: "the API server signs its own certificate",
    why: "Nobody can check that it is the API server they talk to: clients are told to skip the \
          check, and whoever is on the way reads their tokens.",
    remedy: "Set `--tls-cert-file` and `--tls-private-key-file` to a certificate of an authority that \
          clients know.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.24"),
        Ref::nist("2"),
        Ref::attack("T1557"),
        Ref::kubescape("C-0138"),
        Ref::checkov("CKV_K8S_100"),
        Ref::trivy("KCV-0027"),
        Ref::kube_bench("1.2.24"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let missing = server.lacking(&["tls-cert-file", "tls-private-key-file"]);
        if let Some(flag) = missing.first() {
            let message = format!("the API server is started without `--{flag}`");
            out.report(server.object, server.spot(flag), message);
        }
    }
}

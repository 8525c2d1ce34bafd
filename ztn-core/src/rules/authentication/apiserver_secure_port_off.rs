//! `apiserver-secure-port-off`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-secure-port-off",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport],
    severity: Severity::High,
    summary: "the API server is told to serve nothing by TLS",
    why: "What is left is the port without TLS and without authentication, if there is one; if \
          not, nobody can reach the API server, nor what watches over the cluster.",
    remedy: "Remove `--secure-port=0`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nist("2"),
        Ref::kubescape("C-0128"),
        Ref::checkov("CKV_K8S_89"),
        Ref::trivy("KCV-0017"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        if server.flag("secure-port").is(&"0") {
            let fix =
                Draft::risky(server.object, "serve by TLS").remove_flag(server, "secure-port");
            let message = "the API server serves nothing by TLS".to_owned();
            out.report(server.object, server.spot("secure-port"), message).maybe_fix(fix);
        }
    }
}

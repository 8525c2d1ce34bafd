//! `apiserver-client-ca-missing`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-client-ca-missing",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport],
    severity: Severity::Medium,
    summary: "the API server knows no authority for client certificates",
    why: "Nodes and the control plane cannot show who they are by a certificate: what takes its \
          place are tokens, which whoever reads them can use from anywhere.",
    remedy: "Set `--client-ca-file` to the authority that signs the cluster's client certificates.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.25"),
        Ref::nsa("authentication"),
        Ref::nist("2"),
        Ref::kubescape("C-0139"),
        Ref::trivy("KCV-0028"),
        Ref::kube_bench("1.2.25"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        if server.sets("client-ca-file") == Some(false) {
            let message = "the API server takes no client certificates";
            out.report(server.object, server.spot("client-ca-file"), message.to_owned());
        }
    }
}

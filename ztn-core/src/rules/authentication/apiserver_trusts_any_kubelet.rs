//! `apiserver-trusts-any-kubelet`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-trusts-any-kubelet",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Medium,
    summary: "the API server does not check that it talks to a kubelet",
    why: "For `exec`, `logs` and port forwarding the API server calls the node. Without an \
          authority to check against, whoever is on the way takes the session over.",
    remedy: "Set `--kubelet-certificate-authority`, and let kubelets have serving certificates of it \
          by `serverTLSBootstrap`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.5"),
        Ref::nist("2"),
        Ref::attack("T1557"),
        Ref::kubescape("C-0117"),
        Ref::checkov("CKV_K8S_73"),
        Ref::trivy("KCV-0006"),
        Ref::kube_bench("1.2.5"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        if server.sets("kubelet-certificate-authority") == Some(false) {
            let message = "the API server checks no kubelet's certificate".to_owned();
            out.report(server.object, server.spot("kubelet-certificate-authority"), message);
        }
    }
}

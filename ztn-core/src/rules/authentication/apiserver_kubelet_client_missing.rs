//! `apiserver-kubelet-client-missing`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-kubelet-client-missing",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::High,
    summary: "the API server shows kubelets no certificate",
    why: "Kubelets have to take its requests without knowing who sends them: whoever reaches their \
          port runs commands in every pod of the node.",
    remedy: "Set `--kubelet-client-certificate` and `--kubelet-client-key`, and `anonymous.enabled: \
          false` for the kubelets.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.4"),
        Ref::nist("2"),
        Ref::nsa("authentication"),
        Ref::kubescape("C-0116"),
        Ref::checkov("CKV_K8S_72"),
        Ref::trivy("KCV-0005"),
        Ref::kube_bench("1.2.4"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let missing = server.lacking(&["kubelet-client-certificate", "kubelet-client-key"]);
        if let Some(flag) = missing.first() {
            let message = format!("the API server is started without `--{flag}`");
            out.report(server.object, server.spot(flag), message);
        }
    }
}

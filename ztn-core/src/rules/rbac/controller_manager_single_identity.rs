//! `controller-manager-single-identity`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "controller-manager-single-identity",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "all controllers act as one identity",
    why: "Each controller then holds what all of them need, and the audit log cannot tell them \
          apart.",
    remedy: "Set `--use-service-account-credentials=true`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::cis("1.3.3"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::kubescape("C-0146"),
        Ref::checkov("CKV_K8S_108"),
        Ref::trivy("KCV-0035"),
        Ref::kube_bench("1.3.3"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ControllerManager) {
        let separate = server.bool_flag("use-service-account-credentials");
        if separate.is(&false) {
            let (object, place) = server.place(&separate);
            out.report(object, place, "the controllers act as one identity".to_owned());
        }
    }
}

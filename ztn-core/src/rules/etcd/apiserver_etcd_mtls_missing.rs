//! `apiserver-etcd-mtls-missing`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-etcd-mtls-missing",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdApiServer],
    severity: Severity::High,
    summary: "the API server and etcd do not verify each other",
    why: "Without the CA the API server takes any server for etcd; without a certificate of \
          its own, etcd has to let in clients that show none.",
    remedy: "Set `--etcd-cafile`, `--etcd-certfile` and `--etcd-keyfile`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.23"),
        Ref::cis("1.2.26"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::kubescape("C-0137"),
        Ref::kubescape("C-0140"),
        Ref::checkov("CKV_K8S_99"),
        Ref::checkov("CKV_K8S_102"),
        Ref::trivy("KCV-0026"),
        Ref::trivy("KCV-0029"),
        Ref::kube_bench("1.2.23"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

const FLAGS: [&str; 3] = ["etcd-cafile", "etcd-certfile", "etcd-keyfile"];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let missing = server.lacking(&FLAGS);
        if missing.is_empty() {
            continue;
        }
        let message = format!("the API server reaches etcd without `--{}`", missing.join("`, `--"));
        let finding = out.report(server.object, server.spot("etcd-servers"), message);
        if !server.plaintext(&["etcd-servers"]).is_empty() {
            finding.implied_by("apiserver-etcd-plaintext");
        }
    }
}

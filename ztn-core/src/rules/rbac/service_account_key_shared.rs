//! `service-account-key-shared`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "service-account-key-shared",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "the API server checks service account tokens with its TLS key",
    why: "Whoever gets the key of the server's certificate, which is handed to more places, \
          signs tokens of every service account.",
    remedy: "Make a key pair for tokens alone, and name it by `--service-account-key-file`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.22"),
        Ref::nsa("authentication"),
        Ref::nist("2"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0136"),
        Ref::checkov("CKV_K8S_97"),
        Ref::trivy("KCV-0025"),
        Ref::kube_bench("1.2.22"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let key = server.flag("service-account-key-file");
        let tls = server.flag("tls-private-key-file");
        // Left out, it is the TLS key.
        let (Some(file), Some(tls)) = (key.value(), tls.value().filter(|file| !file.is_empty()))
        else {
            continue;
        };
        if file.is_empty() || file == tls {
            let (object, place) = server.place(&key);
            let message = "the API server checks service account tokens with its TLS key";
            out.report(object, place, message.to_owned());
        }
    }
}

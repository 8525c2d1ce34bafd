//! `secrets-not-encrypted-at-rest`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "secrets-not-encrypted-at-rest",
    practice: Practice::Etcd,
    breaks: &[Part::EncryptionAtRest],
    severity: Severity::High,
    summary: "Secrets are stored as they are",
    why: "Whoever gets hold of a disk, a snapshot or a backup of etcd reads every Secret of \
          the cluster.",
    remedy: "Set `--encryption-provider-config` to a file whose first provider for `secrets` is \
          `kms`, then rewrite the Secrets there are.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.27"),
        Ref::nsa("network-separation"),
        Ref::nist("1"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0141"),
        Ref::kubescape("C-0066"),
        Ref::checkov("CKV_K8S_104"),
        Ref::trivy("KCV-0030"),
        Ref::kube_bench("1.2.27"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let flag = "encryption-provider-config";
        if server.sets(flag) == Some(false) {
            let message = format!(
                "the API server is started without `--{flag}`, and stores Secrets as they are"
            );
            out.report(server.object, server.spot(flag), message);
        }
    }
}

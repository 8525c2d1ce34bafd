//! `etcd-client-tls-missing`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-client-tls-missing",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdClientTls],
    severity: Severity::High,
    summary: "etcd has no certificate for its clients",
    why: "Without a certificate and key etcd serves no TLS: it refuses to start on `https://` \
          addresses, and whoever starts it all the same has moved it to `http://`.",
    remedy: "Set `--cert-file` and `--key-file` to a certificate that the cluster's etcd CA \
          signed.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[
        Ref::cis("2.1"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::kubescape("C-0153"),
        Ref::checkov("CKV_K8S_116"),
        Ref::trivy("KCV-0042"),
        Ref::kube_bench("2.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for etcd in plane.servers(Component::Etcd) {
        let missing = etcd.lacking(&[Side::CLIENT.certificate, Side::CLIENT.key]);
        if missing.is_empty() || etcd.makes_own_certificate(Side::CLIENT) {
            continue;
        }
        let message =
            format!("etcd is started without `--{}` for its clients", missing.join("` and `--"));
        let finding = out.report(etcd.object, etcd.spot(Side::CLIENT.certificate), message);
        if !etcd.plaintext(Side::CLIENT.urls).is_empty() {
            finding.implied_by("etcd-client-plaintext");
        }
    }
}

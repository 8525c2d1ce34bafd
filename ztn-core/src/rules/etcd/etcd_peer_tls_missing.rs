//! `etcd-peer-tls-missing`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-peer-tls-missing",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdPeerTls],
    severity: Severity::High,
    summary: "etcd has no certificate for its members",
    why: "Without a certificate and key etcd serves no TLS: it refuses to start on `https://` \
          addresses, and whoever starts it all the same has moved it to `http://`.",
    remedy: "Set `--peer-cert-file` and `--peer-key-file` to a certificate that the cluster's \
          etcd CA signed.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[
        Ref::cis("2.4"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::kubescape("C-0156"),
        Ref::checkov("CKV_K8S_119"),
        Ref::trivy("KCV-0045"),
        Ref::kube_bench("2.4"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for etcd in plane.servers(Component::Etcd) {
        let missing = etcd.lacking(&[Side::PEER.certificate, Side::PEER.key]);
        if missing.is_empty() || etcd.makes_own_certificate(Side::PEER) {
            continue;
        }
        let message =
            format!("etcd is started without `--{}` for its members", missing.join("` and `--"));
        let finding = out.report(etcd.object, etcd.spot(Side::PEER.certificate), message);
        if !etcd.plaintext(Side::PEER.urls).is_empty() {
            finding.implied_by("etcd-peer-plaintext");
        }
    }
}

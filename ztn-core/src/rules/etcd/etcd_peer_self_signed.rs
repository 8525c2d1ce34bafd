//! `etcd-peer-self-signed`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-peer-self-signed",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdPeerTls],
    severity: Severity::High,
    summary: "etcd signs the certificate for its members itself",
    why: "Nobody can verify such a certificate, so whoever is on the path takes etcd's place; \
          and etcd asks for no certificate in return.",
    remedy: "Remove `--peer-auto-tls` and give a certificate and key that the cluster's etcd CA \
          signed.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[
        Ref::cis("2.6"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1557"),
        Ref::kubescape("C-0158"),
        Ref::trivy("KCV-0047"),
        Ref::kube_bench("2.6"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for etcd in facts.control_plane().servers(Component::Etcd) {
        if etcd.makes_own_certificate(Side::PEER) {
            let message = "etcd shows its members a certificate that it signed itself".to_owned();
            out.report(etcd.object, etcd.spot(Side::PEER.makes_own), message);
        }
    }
}

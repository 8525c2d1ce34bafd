//! `etcd-client-self-signed`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-client-self-signed",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdClientTls],
    severity: Severity::High,
    summary: "etcd signs the certificate for its clients itself",
    why: "Nobody can verify such a certificate, so whoever is on the path takes etcd's place; \
          and etcd asks for no certificate in return.",
    remedy: "Remove `--auto-tls` and give a certificate and key that the cluster's etcd CA \
          signed.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[
        Ref::cis("2.3"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1557"),
        Ref::kubescape("C-0155"),
        Ref::checkov("CKV_K8S_118"),
        Ref::trivy("KCV-0044"),
        Ref::kube_bench("2.3"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for etcd in facts.control_plane().servers(Component::Etcd) {
        if etcd.makes_own_certificate(Side::CLIENT) {
            let message = "etcd shows its clients a certificate that it signed itself".to_owned();
            out.report(etcd.object, etcd.spot(Side::CLIENT.makes_own), message);
        }
    }
}

//! `etcd-peer-accepts-any-client`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-peer-accepts-any-client",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdPeerTls],
    severity: Severity::Critical,
    summary: "etcd takes members without a certificate",
    why: "Whoever reaches the port can speak as a member: they read the database as it is \
          replicated, and take part in deciding what is written.",
    remedy: "Set `--peer-client-cert-auth=true` and `--peer-trusted-ca-file` to a CA that signs \
          nothing but etcd's members.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("2.5"),
        Ref::nsa("network-separation"),
        Ref::nist("6"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0157"),
        Ref::checkov("CKV_K8S_121"),
        Ref::trivy("KCV-0046"),
        Ref::kube_bench("2.5"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for etcd in plane.servers(Component::Etcd) {
        if etcd.asks_for_certificate(Side::PEER) != Some(false) {
            continue;
        }
        let message = "etcd asks its members for no certificate".to_owned();
        // With a certificate that it makes itself it asks for none all the same.
        let fix = Draft::risky(etcd.object, "ask members for a certificate")
            .set_flag(etcd, Side::PEER.asks, "true")
            .filter(|_| !etcd.makes_own_certificate(Side::PEER));
        let finding = out.report(etcd.object, etcd.spot(Side::PEER.asks), message).maybe_fix(fix);
        if plane.is_single_member(etcd) {
            finding.severity(Severity::Low, "it is the only member");
        }
    }
}

//! `etcd-peer-plaintext`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-peer-plaintext",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdPeerTls],
    severity: Severity::Critical,
    summary: "etcd talks to its members without TLS",
    why: "What members send each other is the whole database: whoever is on the path reads it, \
          and whoever reaches the port can speak as a member.",
    remedy: "Use `https://` in `--listen-peer-urls` and `--initial-advertise-peer-urls`, with \
          `--peer-cert-file`, `--peer-key-file` and `--peer-client-cert-auth=true`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[
        Ref::cis("2.4"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1040"),
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
        for open in etcd.plaintext(Side::PEER.urls) {
            let message = match open.default_of {
                Some(flag) => format!(
                    "etcd is started without `--{flag}`, and serves its members without TLS at `{}`",
                    open.url
                ),
                None => format!("etcd serves its members without TLS at `{}`", open.url),
            };
            let finding = out.report(open.object, open.node, message);
            if plane.is_single_member(etcd) || open.loopback {
                finding.severity(Severity::Low, "it is the only member");
            }
        }
    }
}

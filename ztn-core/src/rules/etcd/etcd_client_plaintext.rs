//! `etcd-client-plaintext`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-client-plaintext",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdClientTls],
    severity: Severity::Critical,
    summary: "etcd serves its clients without TLS",
    why: "On such a URL etcd takes no notice of its certificates and asks for none: whoever \
          reaches the port reads every Secret and writes every object, and whoever is on the \
          path reads along.",
    remedy: "Use `https://` in `--listen-client-urls`, with `--cert-file`, `--key-file` and \
          `--client-cert-auth=true`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[
        Ref::cis("2.1"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1040"),
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
        for open in etcd.plaintext(Side::CLIENT.urls) {
            let message = match open.default_of {
                Some(flag) => format!(
                    "etcd is started without `--{flag}`, and serves its clients without TLS at `{}`",
                    open.url
                ),
                None => format!("etcd serves its clients without TLS at `{}`", open.url),
            };
            let finding = out.report(open.object, open.node, message);
            if open.loopback {
                finding.severity(Severity::Medium, "only the machine itself reaches it");
            }
        }
    }
}

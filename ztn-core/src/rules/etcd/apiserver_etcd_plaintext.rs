//! `apiserver-etcd-plaintext`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-etcd-plaintext",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdApiServer],
    severity: Severity::Critical,
    summary: "the API server reaches etcd without TLS",
    why: "Every Secret that is read or written crosses the network in clear text, and whoever \
          takes etcd's place decides what the cluster is.",
    remedy: "Use `https://` in `--etcd-servers`, with `--etcd-cafile`, `--etcd-certfile` and \
          `--etcd-keyfile`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.26"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1040"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        for open in server.plaintext(&["etcd-servers", "etcd-servers-overrides"]) {
            let message = format!("the API server reaches etcd without TLS at `{}`", open.url);
            let finding = out.report(open.object, open.node, message);
            if open.loopback {
                finding.severity(Severity::Medium, "the path does not leave the machine");
            }
        }
    }
}

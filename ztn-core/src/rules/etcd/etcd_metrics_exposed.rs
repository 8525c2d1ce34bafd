//! `etcd-metrics-exposed`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-metrics-exposed",
    practice: Practice::Etcd,
    breaks: &[],
    severity: Severity::Medium,
    summary: "etcd tells whoever asks what it does",
    why: "The port has neither TLS nor credentials. It tells who the members are and how they \
          fare, and whoever floods it stops the cluster's store.",
    remedy: "Set `--listen-metrics-urls` to `http://127.0.0.1:2381`, or use https, which asks for a \
          client certificate.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("2"), Ref::attack("T1046")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for etcd in facts.control_plane().servers(Component::Etcd) {
        for open in
            etcd.plaintext(&["listen-metrics-urls"]).into_iter().filter(|open| !open.loopback)
        {
            out.report(
                open.object,
                open.node,
                format!("etcd tells everybody of itself at `{}`", open.url),
            );
        }
    }
}

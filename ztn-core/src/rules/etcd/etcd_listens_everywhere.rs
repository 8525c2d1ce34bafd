//! `etcd-listens-everywhere`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-listens-everywhere",
    practice: Practice::Etcd,
    breaks: &[],
    severity: Severity::Medium,
    summary: "etcd listens on every address of its machine",
    why: "Only TLS is left between etcd and every network the machine is on, those of the pods \
          among them.",
    remedy: "Name the address that the API servers and the other members use.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("1")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for etcd in facts.control_plane().servers(Component::Etcd) {
        for flag in ["listen-client-urls", "listen-client-http-urls", "listen-peer-urls"] {
            let urls = etcd.list_flag(flag);
            let everywhere = |url: &&&str| url.contains("//0.0.0.0") || url.contains("//[::]");
            if let Some(url) = urls.value().and_then(|urls| urls.iter().find(everywhere)) {
                let message = format!("etcd listens at `{url}`, which is every address");
                out.report(etcd.object, etcd.spot(flag), message);
            }
        }
    }
}

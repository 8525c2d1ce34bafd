//! `etcd-any-certificate-name-accepted`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-any-certificate-name-accepted",
    practice: Practice::Etcd,
    breaks: &[],
    severity: Severity::Info,
    summary: "etcd takes every certificate of its authority, whatever name is in it",
    why: "A certificate made for something else by the same authority, such as a health check or \
          another member, opens the whole database.",
    remedy: "Name the API servers' certificate in `--client-cert-allowed-cn`, or its host names in \
             `--client-cert-allowed-hostname`.",
    exceptions: "An authority that signs nothing but the API servers' certificates.",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[Ref::nist("6")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

const NAMES: [&str; 2] = ["client-cert-allowed-cn", "client-cert-allowed-hostname"];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for etcd in facts.control_plane().servers(Component::Etcd) {
        let asks = etcd.asks_for_certificate(Side::CLIENT) == Some(true);
        if asks && etcd.lacking(&NAMES).len() == NAMES.len() {
            let message = "etcd looks at no name in its clients' certificates".to_owned();
            out.report(etcd.object, etcd.spot(Side::CLIENT.trusted_ca), message);
        }
    }
}

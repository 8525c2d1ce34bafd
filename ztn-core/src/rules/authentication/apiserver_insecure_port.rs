//! `apiserver-insecure-port`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-insecure-port",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport, Part::AnonymousAccess],
    severity: Severity::Critical,
    summary: "the API server answers without TLS and asks nobody who they are",
    why: "Whoever reaches the port is cluster-admin: neither authentication nor authorization is \
          done there.",
    remedy: "Set `--insecure-port=0`, remove `--insecure-bind-address`, and upgrade: no release since \
          1.24 has the port.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("2"),
        Ref::attack("T1190"),
        Ref::kubescape("C-0005"),
        Ref::checkov("CKV_K8S_86"),
        Ref::checkov("CKV_K8S_88"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        // Without effect since 1.20, and gone with 1.24.
        if server.version.is_some_and(|version| version.minor >= 20) {
            continue;
        }
        let port = server.flag("insecure-port");
        let is_closed = port.value().is_some_and(|port| *port == "0");
        if port.is_explicit() && !is_closed && port.unknown().is_none() {
            let message = "the API server answers everybody on its insecure port";
            out.report(server.object, server.spot("insecure-port"), message.to_owned());
        }
        let address = server.flag("insecure-bind-address");
        if address.is_explicit() && !is_closed {
            let message = "the API server opens its insecure port to others";
            out.report(server.object, server.spot("insecure-bind-address"), message.to_owned());
        }
    }
}

//! `oidc-issuer-insecure`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "oidc-issuer-insecure",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::High,
    summary: "an identity provider is reached without TLS",
    why: "Whoever is on the path answers with keys of their own, signs a token for any user, \
          and the API server believes it. Current releases refuse to start with such an \
          issuer.",
    remedy: "Use an `https://` URL, and name its CA if it is not a public one.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("2"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let issuer = server.flag("oidc-issuer-url");
        if issuer.value().is_some_and(|url| is_insecure(url)) {
            let message = "the issuer's keys are fetched without TLS".to_owned();
            out.report(server.object, server.spot("oidc-issuer-url"), message);
        }
    }
    for (object, file) in facts.cluster.all::<AuthenticationConfiguration<'_>>() {
        for issuer in file.jwt().iter().filter_map(|jwt| jwt.issuer().get()) {
            for url in [issuer.url(), issuer.discovery_url()] {
                if url.get().is_some_and(is_insecure) {
                    let message = "the issuer's keys are fetched without TLS".to_owned();
                    out.report(object, url, message);
                }
            }
        }
    }
}

fn is_insecure(url: &str) -> bool {
    url.to_ascii_lowercase().starts_with("http://")
}

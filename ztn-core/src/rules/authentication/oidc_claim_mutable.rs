//! `oidc-claim-mutable`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::model::oidc::is_mutable;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "oidc-claim-mutable",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::Medium,
    summary: "who somebody is follows from a claim that they can change",
    why: "Names, nicknames and addresses that nobody verified are what their owner writes into a \
          profile: whoever writes another's gets their rights.",
    remedy: "Map `sub`, or `email` together with a rule that asks for `email_verified`.",
    exceptions: "Identity providers in which nobody but administrators changes these fields.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nist("6"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let claim = server.flag("oidc-username-claim");
        // By flags, an address that the token calls unverified is refused.
        let open = claim.value().filter(|claim| is_mutable(claim) && **claim != "email");
        if let (Some(claim), Some(true)) = (open, server.sets("oidc-issuer-url")) {
            out.report(server.object, server.spot("oidc-username-claim"), message(claim));
        }
    }
    for (object, file) in facts.cluster.all::<AuthenticationConfiguration<'_>>() {
        for (claim, node) in file.jwt().iter().filter_map(|jwt| jwt.mutable_username()) {
            out.report(object, node, message(claim));
        }
    }
}

fn message(claim: &str) -> String {
    format!("users are told apart by `{claim}`, which they can change")
}

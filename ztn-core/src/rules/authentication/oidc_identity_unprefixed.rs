//! `oidc-identity-unprefixed`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "oidc-identity-unprefixed",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::High,
    summary: "an identity provider names users or groups without a prefix",
    why: "Whoever can set the claim at the provider, such as the owner of a group there, \
          writes `system:masters` or `system:node:worker-1` into it and is that to the API \
          server.",
    remedy: "Give username and groups a prefix such as `oidc:`, or refuse names that begin with \
          `system:` in `userValidationRules`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        for (of, place) in server.unprefixed_oidc() {
            let message = format!("the issuer's {of} get no prefix");
            out.report(server.object, place, message);
        }
    }
    for (object, file) in facts.cluster.all::<AuthenticationConfiguration<'_>>() {
        for open in file.jwt().iter().flat_map(|jwt| jwt.unprefixed()) {
            let message =
                format!("the claim `{}` becomes the {} without a prefix", open.claim, open.of);
            out.report(object, open.node, message);
        }
    }
}

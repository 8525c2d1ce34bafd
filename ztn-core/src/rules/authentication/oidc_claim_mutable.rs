//! `oidc-claim-mutable`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

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
    needs: &[Evidence::AuthenticationConfig],
    fixes: &[],
    refs: &[Ref::nist("6"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuthenticationConfiguration<'_>>() else {
        return;
    };
    for issuer in file.jwt().iter() {
        if let Some((claim, node)) = issuer.mutable_username() {
            out.report(
                object,
                node,
                format!("users are told apart by `{claim}`, which they can change"),
            );
        }
    }
}

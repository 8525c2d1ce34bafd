//! `oidc-audience-shared`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "oidc-audience-shared",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Low,
    summary: "the API server takes tokens that were made for several applications",
    why: "A token that somebody gave to another application, or that leaked from it, opens the \
          cluster in their name.",
    remedy: "Register the cluster as a client of its own, and name that one alone in `audiences`.",
    exceptions: "Several clients of the same cluster, such as a command and a console; the time in \
          which one client replaces another.",
    since: "0.1.0",
    needs: &[Evidence::AuthenticationConfig],
    fixes: &[],
    refs: &[Ref::nist("3"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuthenticationConfiguration<'_>>() else {
        return;
    };
    for issuer in file.jwt().iter().filter_map(|jwt| jwt.issuer().get()) {
        let audiences = issuer.audiences();
        let count = audiences.get().map_or(0, |list| list.len());
        if count > 1 {
            let message = format!("tokens for any of {count} applications are taken");
            out.report(object, audiences.key().unwrap_or(audiences.node()), message);
        }
    }
}

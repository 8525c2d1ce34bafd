//! `kubeconfig-static-token`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-static-token",
    practice: Practice::Authentication,
    breaks: &[Part::BoundedCredentials],
    severity: Severity::Medium,
    summary: "a kubeconfig holds a token that does not expire",
    why: "Whoever reads the file, in a repository, a backup or on a laptop, is that user until \
          somebody takes the token back.",
    remedy: "Fetch short-lived tokens with an `exec` plugin, or name a `tokenFile` that something \
          renews.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("3"), Ref::attack("T1552.001")],
    aliases: &[],
    check: Check::Document(check),
};

/// A year and what tokens of service accounts are given on top.
const YEAR: i64 = 366 * 24 * 60 * 60;

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.users().iter() {
        let token = named.user().then(|user| user.token());
        let Some(written) = token.get().filter(|token| !token.is_left_out()) else {
            continue;
        };
        let claims = written.claims();
        let what = match claims.and_then(|claims| Some((claims.issued, claims.expires?))) {
            Some((Some(issued), expires)) if expires.saturating_sub(issued) > YEAR => {
                "a token that is good for more than a year"
            }
            Some(_) => continue,
            None if claims.is_some() => "a token that never expires",
            None => "a token that does not say when it expires",
        };
        let message = format!("user `{}` signs in with {what}", named.name().or("?"));
        let finding = out.report(object, token.key().unwrap_or(named.node()), message);
        if claims.is_some_and(|it| it.is_service_account && it.expires.is_none()) {
            finding.severity(Severity::High, "it is a service account's, and ends with its Secret");
        }
    }
}

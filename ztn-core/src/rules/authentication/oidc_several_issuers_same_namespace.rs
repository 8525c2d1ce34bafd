//! `oidc-several-issuers-same-namespace`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "oidc-several-issuers-same-namespace",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::High,
    summary: "two identity providers can give one name",
    why: "Whoever gets a name at the one provider that somebody else has at the other is that \
          person to the API server: the weaker provider decides who signs in.",
    remedy: "Give each issuer a prefix of its own, for usernames and for groups, none of which \
          begins with another.",
    exceptions: "Two issuers of one directory, such as the old and the new address of a provider.",
    since: "0.1.0",
    needs: &[Evidence::AuthenticationConfig],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuthenticationConfiguration<'_>>() else {
        return;
    };
    for shared in file.shared_names() {
        let of = if shared.second.of == "username" { "users" } else { "groups" };
        let message = format!("this issuer can name {of} as another one does");
        let prefix = match shared.first.prefix {
            "" => format!("the other issuer's {of} have no prefix"),
            prefix => format!("the other issuer's {of} begin with `{prefix}`"),
        };
        out.report(object, shared.second.node, message).label(object, shared.first.node, prefix);
    }
}

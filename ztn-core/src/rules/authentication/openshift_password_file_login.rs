//! `openshift-password-file-login`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::oauth::OAuth;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "openshift-password-file-login",
    practice: Practice::Authentication,
    breaks: &[Part::StaticCredentials],
    severity: Severity::Medium,
    summary: "people sign in to OpenShift with a password alone",
    why: "Nothing but the password stands before the account: no second factor, no end when \
          somebody leaves, and the hashes of a file can be tried out wherever it is copied to.",
    remedy: "Sign people in through OpenID Connect, and remove the provider.",
    exceptions: "One account for emergencies.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1110")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, file) in facts.cluster.all::<OAuth<'_>>() {
        let providers = file.spec().then(|spec| spec.identity_providers()).iter();
        for provider in providers.filter(|provider| provider.takes_passwords()) {
            let name = provider.name().or("?");
            let message = format!("people sign in by `{name}` with a password alone");
            out.report(object, provider.type_(), message);
        }
    }
}

//! `service-account-token-long-lived`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::secret::Secret;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "service-account-token-long-lived",
    practice: Practice::Rbac,
    breaks: &[Part::BoundedCredentials],
    severity: Severity::Medium,
    summary: "a Secret holds a service account token that never expires",
    why: "The token works from anywhere until somebody deletes the Secret: a copy in a log, a \
          backup or a laptop stays a way in for good.",
    remedy: "Delete the Secret. Pods get a token of their own that is renewed; for use outside, \
          run `kubectl create token` with a short `--duration`, or trust the caller's own \
          identity provider.",
    exceptions: "A system outside the cluster that can neither renew a token nor use another \
          identity.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::cis("3.1.2"), Ref::nsa("authentication"), Ref::nist("3"), Ref::attack("T1528")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(secret) = object.view::<Secret<'_>>() else {
        return;
    };
    if secret.type_().is("kubernetes.io/service-account-token") {
        let message = format!("Secret `{}` holds a token that never expires", object.name());
        out.report(object, secret.type_(), message);
    }
}

//! `bootstrap-token-never-expires`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::kubeadm::InitConfiguration;
use crate::model::secret::Secret;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "bootstrap-token-never-expires",
    practice: Practice::Authentication,
    breaks: &[Part::BoundedCredentials],
    severity: Severity::High,
    summary: "a token with which nodes join never expires",
    why: "Whoever finds the token, in an image, a script or a repository, joins a node of \
          their own: it is given pods with their Secrets, and a certificate of a kubelet.",
    remedy: "Give the token a `ttl` of hours (in a Secret, the key `expiration`), and make a new \
          one for each batch of nodes.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("3.1.3"),
        Ref::nsa("authentication"),
        Ref::nist("3"),
        Ref::attack("T1528"),
        Ref::kubescape("C-0288"),
        Ref::kube_bench("3.1.3"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some(file) = object.view::<InitConfiguration<'_>>() {
        for token in file.bootstrap_tokens().iter().filter(|token| token.never_expires()) {
            let message = "a token with which nodes join never expires".to_owned();
            let fix = Draft::risky(object, "let it end after a day").set(token.ttl(), "24h0m0s");
            out.report(object, token.ttl(), message).maybe_fix(fix);
        }
    }
    if let Some(secret) = object.view::<Secret<'_>>()
        && secret.type_().is("bootstrap.kubernetes.io/token")
        && !secret.holds("expiration")
    {
        let message =
            format!("the token with which nodes join in Secret `{}` never expires", object.name());
        out.report(object, secret.type_(), message);
    }
}

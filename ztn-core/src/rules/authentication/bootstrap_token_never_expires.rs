//! `bootstrap-token-never-expires`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::kubeadm::InitConfiguration;
use crate::model::secret::Secret;
use crate::rule::{Check, Engine, Part, Practice, Ref, Rule, Severity};

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
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, file) in facts.cluster.all::<InitConfiguration<'_>>() {
        for token in file.bootstrap_tokens().iter().filter(|token| token.never_expires()) {
            let message = "a token with which nodes join never expires".to_owned();
            let fix = Draft::risky(object, "let it end after a day").set(token.ttl(), "24h0m0s");
            out.report(object, token.ttl(), message).maybe_fix(fix);
        }
    }
    if refuses_tokens(facts) {
        return;
    }
    for (object, secret) in facts.cluster.all::<Secret<'_>>() {
        // Without that word it signs what is public, and nobody signs in with it.
        let joins = secret.type_().is("bootstrap.kubernetes.io/token")
            && secret.holds("usage-bootstrap-authentication");
        if joins && !secret.holds("expiration") {
            let message = format!(
                "the token with which nodes join in Secret `{}` never expires",
                object.name()
            );
            out.report(object, secret.type_(), message);
        }
    }
}

/// Is every API server of the input known to take no such token?
fn refuses_tokens(facts: &Facts<'_>) -> bool {
    let plane = facts.control_plane();
    let refuses = |flag: &str| {
        let mut servers = plane.servers(Component::ApiServer);
        servers.all(|server| server.bool_flag(flag).is(&false))
    };
    plane.has(Component::ApiServer) && refuses("enable-bootstrap-token-auth")
}

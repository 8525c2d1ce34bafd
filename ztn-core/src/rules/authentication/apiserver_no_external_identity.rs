//! `apiserver-no-external-identity`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-no-external-identity",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::High,
    summary: "people cannot sign in through an identity provider",
    why: "People then hold client certificates or tokens, which nobody can take back: a copied \
          kubeconfig outlives the employee, the second factor and the password change.",
    remedy: "Trust an OpenID Connect provider with `--authentication-config` (or \
          `--oidc-issuer-url` and `--oidc-client-id`), and bind its groups.",
    exceptions: "Clusters that people reach only through an authenticating proxy, which no file here \
          shows.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("3.1.1"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0286"),
        Ref::kube_bench("3.1.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        if plane.external_identity(server) == Some(false) {
            let message =
                "the API server trusts no identity provider outside the cluster".to_owned();
            out.report(server.object, server.spot("authentication-config"), message);
        }
    }
}

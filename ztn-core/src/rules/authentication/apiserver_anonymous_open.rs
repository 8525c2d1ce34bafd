//! `apiserver-anonymous-open`

use crate::engine::control_plane::{Anonymous, Component};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-anonymous-open",
    practice: Practice::Authentication,
    breaks: &[Part::AnonymousAccess],
    severity: Severity::Medium,
    summary: "the API server takes anonymous requests",
    why: "Everybody who reaches the port is `system:anonymous`: one careless binding, or a \
          flaw in a request that needs no login, is open to all of them, without a name in the \
          audit log.",
    remedy: "Allow health checks alone: in the file of `--authentication-config` set `anonymous` \
          to `enabled: true` with the conditions `/livez`, `/readyz` and `/healthz`. Where \
          nothing probes the API server over the network, set `--anonymous-auth=false`.",
    exceptions: "Clusters whose nodes join by a token before 1.32: joining reads one ConfigMap \
          anonymously.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.1"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1190"),
        Ref::kubescape("C-0113"),
        Ref::checkov("CKV_K8S_68"),
        Ref::trivy("KCV-0001"),
        Ref::kube_bench("1.2.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let anonymous = plane.anonymous(server);
        if !matches!(anonymous.value(), Some(Anonymous::Everything)) {
            continue;
        }
        let message = if anonymous.is_explicit() {
            "the API server takes anonymous requests"
        } else {
            "the API server is started without `--anonymous-auth`, and takes anonymous requests"
        };
        let (object, place) = server.place(&anonymous);
        let draft = Draft::risky(object, "refuse requests without credentials");
        let fix = match place.as_bool() {
            Some(_) => draft.replace(place, false),
            None => draft.set_flag(server, "anonymous-auth", "false"),
        };
        let finding = out.report(object, place, message.to_owned()).maybe_fix(fix);
        let authorizers = plane.authorizers(server);
        if authorizers.value().is_some_and(|list| list.contains(&"AlwaysAllow")) {
            finding.severity(
                Severity::Low,
                "it is turned off as long as `AlwaysAllow` is an authorizer",
            );
        }
    }
}

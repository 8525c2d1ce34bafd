//! `apiserver-rbac-missing`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-rbac-missing",
    practice: Practice::Rbac,
    breaks: &[Part::Authorizers],
    severity: Severity::Critical,
    summary: "the API server does not ask RBAC",
    why: "Roles and bindings are stored and have no effect: something else decides who may do \
          what, and no review of RBAC shows it.",
    remedy: "Set `--authorization-mode=Node,RBAC`, or list both in the file of \
          `--authorization-config`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.8"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0120"),
        Ref::checkov("CKV_K8S_77"),
        Ref::trivy("KCV-0009"),
        Ref::kube_bench("1.2.8"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let authorizers = plane.authorizers(server);
        let Some(list) = authorizers.value().filter(|list| !list.contains(&"RBAC")) else {
            continue;
        };
        let message = if authorizers.is_explicit() {
            "the API server's authorizers do not include `RBAC`"
        } else {
            "the API server is started without `--authorization-mode`, so RBAC is not asked"
        };
        let (object, place) = server.place(&authorizers);
        // Where everything is allowed, the finding that says so has the fix.
        let by_flag = server.sets("authorization-config") == Some(false);
        let fix = (by_flag && !list.contains(&"AlwaysAllow"))
            .then(|| Draft::risky(object, "ask RBAC, too"))
            .and_then(|draft| draft.change_list_flag(server, "authorization-mode", &[], &["RBAC"]));
        let finding = out.report(object, place, message.to_owned()).maybe_fix(fix);
        if list.contains(&"Webhook") {
            finding.severity(Severity::Medium, "a webhook decides instead");
        } else if list.contains(&"AlwaysAllow") {
            finding.implied_by("apiserver-allows-every-request");
        }
    }
}

//! `apiserver-node-authorizer-missing`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-node-authorizer-missing",
    practice: Practice::Rbac,
    breaks: &[Part::Authorizers],
    severity: Severity::High,
    summary: "the API server does not ask the Node authorizer",
    why: "Without it kubelets hold rights on every node and every Secret, by RBAC, instead of \
          on what their own pods need: one node taken over reads them all.",
    remedy: "Set `--authorization-mode=Node,RBAC`, or list both in the file of \
          `--authorization-config`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.7"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0119"),
        Ref::checkov("CKV_K8S_75"),
        Ref::trivy("KCV-0008"),
        Ref::kube_bench("1.2.7"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let authorizers = plane.authorizers(server);
        let Some(list) = authorizers.value().filter(|list| !list.contains(&"Node")) else {
            continue;
        };
        let message = if authorizers.is_explicit() {
            "the API server's authorizers do not include `Node`"
        } else {
            "the API server is started without `--authorization-mode`, so the Node authorizer is not asked"
        };
        let (object, place) = server.place(&authorizers);
        // Where everything is allowed, the finding that says so has the fix.
        let by_flag = server.sets("authorization-config") == Some(false);
        let fix = (by_flag && !list.contains(&"AlwaysAllow"))
            .then(|| Draft::risky(object, "ask Node, too"))
            .and_then(|draft| draft.change_list_flag(server, "authorization-mode", &[], &["Node"]));
        let finding = out.report(object, place, message.to_owned()).maybe_fix(fix);
        if list.contains(&"AlwaysAllow") {
            finding.implied_by("apiserver-allows-every-request");
        }
    }
}

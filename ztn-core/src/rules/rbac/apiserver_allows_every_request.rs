//! `apiserver-allows-every-request`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-allows-every-request",
    practice: Practice::Rbac,
    breaks: &[Part::Authorizers],
    severity: Severity::Critical,
    summary: "the API server allows every request",
    why: "Whoever has any credential, such as the token of any pod, is cluster-admin. One \
          `AlwaysAllow` among other authorizers is enough: the first that allows decides.",
    remedy: "Set `--authorization-mode=Node,RBAC`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.6"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0118"),
        Ref::checkov("CKV_K8S_74"),
        Ref::trivy("KCV-0007"),
        Ref::kube_bench("1.2.6"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let authorizers = plane.authorizers(server);
        if !authorizers.value().is_some_and(|list| list.contains(&"AlwaysAllow")) {
            continue;
        }
        let message = if authorizers.is_explicit() {
            "the API server has the authorizer `AlwaysAllow`"
        } else {
            "the API server is started without `--authorization-mode`, and allows every request"
        };
        let (object, place) = server.place(&authorizers);
        let by_flag = server.sets("authorization-config") == Some(false);
        let fix =
            by_flag.then(|| Draft::risky(object, "ask Node and RBAC instead")).and_then(|draft| {
                let (without, with) = (&["AlwaysAllow"], &["Node", "RBAC"]);
                draft.change_list_flag(server, "authorization-mode", without, with)
            });
        out.report(object, place, message.to_owned()).maybe_fix(fix);
    }
}

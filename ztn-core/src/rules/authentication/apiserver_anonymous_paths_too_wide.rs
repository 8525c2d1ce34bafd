//! `apiserver-anonymous-paths-too-wide`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::AuthenticationConfiguration;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-anonymous-paths-too-wide",
    practice: Practice::Authentication,
    breaks: &[Part::AnonymousAccess],
    severity: Severity::Medium,
    summary: "anonymous requests reach more than health checks",
    why: "Whoever reaches the port may ask there as `system:anonymous`, without a name in the \
          audit log: one binding too many, or a flaw behind that path, is open to everybody.",
    remedy: "Leave `/livez`, `/readyz`, `/healthz` and `/version` among the conditions of \
          `anonymous`, and let every other client sign in.",
    exceptions: "`/api/v1/namespaces/kube-public/configmaps/cluster-info`, as long as nodes join by a \
          token of kubeadm.",
    since: "0.1.0",
    needs: &[Evidence::AuthenticationConfig],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.1"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1190"),
        Ref::kubescape("C-0113"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// The keys by which others verify tokens of service accounts: they are public.
const ISSUER_PATHS: [&str; 2] = ["/.well-known/openid-configuration", "/openid/v1/jwks"];

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AuthenticationConfiguration<'_>>() else {
        return;
    };
    let Some(anonymous) = file.anonymous().get().filter(|it| it.enabled().is_true()) else {
        return;
    };
    for condition in anonymous.conditions().iter().filter(|condition| !condition.is_health()) {
        let path = condition.path();
        let message = format!("anonymous requests are let in to `{}`", path.or(""));
        let finding = out.report(object, path, message);
        if path.get().is_some_and(|path| ISSUER_PATHS.contains(&path)) {
            finding.severity(Severity::Low, "what is there is public");
        }
    }
}

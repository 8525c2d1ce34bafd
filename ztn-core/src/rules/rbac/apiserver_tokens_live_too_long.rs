//! `apiserver-tokens-live-too-long`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::duration;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-tokens-live-too-long",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "tokens of service accounts are good for longer than a day",
    why: "A token that is taken out of a pod stays good until then. Those that pods are given \
          live for a year unless the API server is told otherwise, though they are renewed every \
          hour.",
    remedy: "Set `--service-account-extend-token-expiration=false` and \
          `--service-account-max-token-expiration=24h`, once the metric \
          `serviceaccount_stale_tokens_total` stays at zero.",
    exceptions: "Workloads whose libraries read the token once.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.30"),
        Ref::nist("3"),
        Ref::attack("T1528"),
        Ref::kubescape("C-0290"),
        Ref::kube_bench("1.2.30"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

/// The longest that a token may be good for, in seconds.
const LONGEST: u64 = 24 * 60 * 60;

/// What the token of a pod asks for, in seconds: one for this long, and no other, is extended
/// (`WarnOnlyBoundTokenExpirationSeconds`, `pkg/serviceaccount/claims.go`). A lower limit keeps any from asking.
const OF_PODS: u64 = 3607;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let extends = server.bool_flag("service-account-extend-token-expiration");
        let limit = server.flag("service-account-max-token-expiration");
        let seconds = limit.value().copied().and_then(duration::seconds);
        let is_below = seconds.is_some_and(|seconds| (1..OF_PODS).contains(&seconds));
        if extends.is(&true) && !is_below {
            let (object, place) = server.place(&extends);
            let message = "tokens that pods are given are good for a year";
            out.report(object, place, message.to_owned());
        } else if seconds.is_some_and(|seconds| seconds > LONGEST) {
            let (object, place) = server.place(&limit);
            let text = limit.value().copied().unwrap_or_default();
            out.report(object, place, format!("tokens are good for up to `{text}`"));
        }
    }
}

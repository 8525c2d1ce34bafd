//! `kubelet-authorization-always-allow`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubelet-authorization-always-allow",
    practice: Practice::Nodes,
    breaks: &[Part::KubeletAuthorization],
    severity: Severity::Critical,
    summary: "the kubelet allows every request",
    why: "Whoever the kubelet lets in, with any certificate of the cluster or none, runs \
          commands in every container of the node and reads their logs, past RBAC and the \
          audit log.",
    remedy: "Set `authorization.mode` to `Webhook` in the kubelet's configuration.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Kubelet],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("4.2.2"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1609"),
        Ref::kubescape("C-0173"),
        Ref::trivy("KCV-0080"),
        Ref::kube_bench("4.2.2"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for kubelet in facts.control_plane().kubelets() {
        let mode = kubelet.authorization();
        if !mode.is(&"AlwaysAllow") {
            continue;
        }
        let message = if mode.is_explicit() {
            "the kubelet allows every request"
        } else {
            "the kubelet is started without `--config` and `--authorization-mode`, and allows every request"
        };
        let (object, place) = kubelet.place(&mode);
        let draft = Draft::risky(object, "ask the API server what a caller may do");
        let fix = match kubelet.server() {
            Some(server) => draft.set_flag(server, "authorization-mode", "Webhook"),
            None => draft.replace(place, "Webhook"),
        };
        out.report(object, place, message.to_owned()).maybe_fix(fix);
    }
}

//! `kubelet-anonymous-open`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubelet-anonymous-open",
    practice: Practice::Nodes,
    breaks: &[Part::KubeletAuthentication],
    severity: Severity::Critical,
    summary: "the kubelet takes anonymous requests",
    why: "Whoever reaches port 10250 of a node is let in without a name; what they may do then \
          hangs on the authorization mode alone. In the worst case they run commands in every \
          container of the node.",
    remedy: "Set `authentication.anonymous.enabled` to `false` and \
          `authentication.webhook.enabled` to `true` in the kubelet's configuration.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Kubelet],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("4.2.1"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1609"),
        Ref::kubescape("C-0172"),
        Ref::kubescape("C-0069"),
        Ref::checkov("CKV_K8S_138"),
        Ref::trivy("KCV-0079"),
        Ref::kube_bench("4.2.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for kubelet in facts.control_plane().kubelets() {
        let anonymous = kubelet.anonymous();
        if !anonymous.is(&true) {
            continue;
        }
        let message = if anonymous.is_explicit() {
            "the kubelet takes anonymous requests"
        } else {
            "the kubelet is started without `--config` and `--anonymous-auth`, and takes anonymous requests"
        };
        let (object, place) = kubelet.place(&anonymous);
        let draft = Draft::risky(object, "refuse requests without credentials");
        let fix = match kubelet.server() {
            Some(server) => draft.set_flag(server, "anonymous-auth", "false"),
            None => draft.replace(place, false),
        };
        out.report(object, place, message.to_owned()).maybe_fix(fix);
    }
}

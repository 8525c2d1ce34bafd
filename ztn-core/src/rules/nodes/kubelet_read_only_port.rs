//! `kubelet-read-only-port`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubelet-read-only-port",
    practice: Practice::Nodes,
    breaks: &[Part::KubeletAuthentication],
    severity: Severity::High,
    summary: "the kubelet answers everybody on a port of its own",
    why: "The port asks for no credentials and has no TLS: whoever reaches it reads the \
          specification of every pod on the node, with its environment, and where else to go.",
    remedy: "Remove `readOnlyPort`, or set it to 0, and let what scrapes it use port 10250 with a \
          token.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Kubelet],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("4.2.4"),
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1046"),
        Ref::kubescape("C-0175"),
        Ref::checkov("CKV_K8S_141"),
        Ref::trivy("KCV-0082"),
        Ref::kube_bench("4.2.4"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for kubelet in facts.control_plane().kubelets() {
        let port = kubelet.read_only_port();
        let Some(number) = port.value().filter(|number| **number != 0) else {
            continue;
        };
        let message = if port.is_explicit() {
            format!("the kubelet answers everybody on port {number}")
        } else {
            format!(
                "the kubelet is started without `--config` and `--read-only-port`, and answers everybody on port {number}"
            )
        };
        let (object, place) = kubelet.place(&port);
        let draft = Draft::risky(object, "close the port");
        let fix = match kubelet.server() {
            Some(server) => draft.set_flag(server, "read-only-port", "0"),
            None => draft.replace(place, 0_i64),
        };
        out.report(object, place, message).maybe_fix(fix);
    }
}

//! `kubelet-pod-pids-unlimited`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::kubelet::KubeletConfiguration;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubelet-pod-pids-unlimited",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a pod may start as many processes as the node has room for",
    why: "One pod that forks without end takes the process IDs of all others, and of the programs \
          that watch them.",
    remedy: "Set `podPidsLimit`, to 4096 for instance.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Kubelet],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1499"), Ref::kubescape("C-0284")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<KubeletConfiguration<'_>>() else {
        return;
    };
    let limit = file.pod_pids_limit();
    if limit.get().is_some_and(|limit| limit <= 0) {
        let fix = Draft::risky(object, "limit the processes of a pod").set(limit, 4096_i64);
        let message = "the kubelet limits the processes of no pod";
        out.report(object, limit, message.to_owned()).maybe_fix(fix);
    }
}

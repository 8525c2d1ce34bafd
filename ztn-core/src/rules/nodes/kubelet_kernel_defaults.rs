//! `kubelet-kernel-defaults`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::kubelet::KubeletConfiguration;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubelet-kernel-defaults",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a kubelet changes the node's kernel parameters to what it expects",
    why: "What an administrator has set to protect the node is overwritten without a word when the \
          kubelet starts.",
    remedy: "Set `protectKernelDefaults: true`, and the parameters on the node as the kubelet wants \
          them.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Kubelet],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("4.2.6"),
        Ref::kubescape("C-0177"),
        Ref::checkov("CKV_K8S_144"),
        Ref::kube_bench("4.2.6"),
        Ref::trivy("KCV-0083"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<KubeletConfiguration<'_>>() else {
        return;
    };
    let protects = file.protect_kernel_defaults();
    if !protects.is_true() && !protects.is_wrong() {
        let fix = Draft::risky(object, "keep the node's parameters").set(protects, true);
        let message = "the kubelet overwrites the node's kernel parameters";
        out.report(object, protects, message.to_owned()).maybe_fix(fix);
    }
}

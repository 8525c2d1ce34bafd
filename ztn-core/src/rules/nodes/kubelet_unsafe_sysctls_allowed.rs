//! `kubelet-unsafe-sysctls-allowed`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubelet::KubeletConfiguration;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubelet-unsafe-sysctls-allowed",
    practice: Practice::Nodes,
    breaks: &[Part::HostDevices],
    severity: Severity::Medium,
    summary: "a kubelet lets pods set kernel parameters that are not their own",
    why: "Whoever may create pods for the node changes its kernel: the parameters named hold for \
          everything that runs there.",
    remedy: "Empty `allowedUnsafeSysctls`, or keep the node for the pods that need it.",
    exceptions: "Pools of nodes with a taint of their own.",
    since: "0.1.0",
    needs: &[Evidence::Kubelet],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<KubeletConfiguration<'_>>() else {
        return;
    };
    let allowed = file.allowed_unsafe_sysctls();
    if let Some(first) = allowed.iter().next() {
        let more = if allowed.iter().nth(1).is_some() { " and others" } else { "" };
        let message = format!("the kubelet lets pods set `{first}`{more}");
        out.report(object, allowed, message);
    }
}

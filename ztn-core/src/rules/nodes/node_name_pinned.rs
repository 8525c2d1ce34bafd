//! `node-name-pinned`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Kind, Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "node-name-pinned",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a workload names the node it runs on",
    why: "Nobody asks the scheduler: the pod lands on the node whatever taints and pools say who \
          may run there, on one of the control plane, too.",
    remedy: "Remove `nodeName`, and choose nodes by `nodeSelector`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    // In a dump the scheduler wrote it to every pod.
    if object.kind() == Kind::Pod {
        return;
    }
    for workload in workloads(object) {
        let node = workload.spec().node_name();
        if let Some(name) = node.get().filter(|name| !name.is_empty()) {
            let message = format!("`{}` runs on node `{name}`, past the scheduler", object.name());
            let fix = node.key().and_then(|key| {
                Draft::risky(object, "let the scheduler choose").remove_entry(key.parent()?, key)
            });
            out.report(object, node, message).maybe_fix(fix);
        }
    }
}

//! `security-gate-disabled`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "security-gate-disabled",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::High,
    summary: "a protection that the release brings is switched off",
    why: "What the feature closes is open again: the release is new, and its hole is known.",
    remedy: "Remove the gate from `--feature-gates`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::cis("1.3.6"),
        Ref::cis("4.2.11"),
        Ref::nist("5"),
        Ref::kubescape("C-0149"),
        Ref::kubescape("C-0183"),
        Ref::checkov("CKV_K8S_112"),
        Ref::trivy("KCV-0038"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for gate in facts.control_plane().disabled_protections() {
        let message = format!("`{}` is switched off, and so {}", gate.name, gate.opens);
        out.report(gate.object, gate.node, message);
    }
}

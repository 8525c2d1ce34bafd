//! `kubernetes-version-floating`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubernetes-version-floating",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::Low,
    summary: "a part of Kubernetes runs at whatever version is newest",
    why: "Nobody can tell which vulnerabilities it has, two nodes may differ, and a release that \
          nobody tried here starts with the next restart.",
    remedy: "Name the version: a tag such as `v1.36.5`, or `kubernetesVersion: v1.36.5`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for floating in facts.control_plane().floating_versions() {
        let message = match floating.text {
            "" => format!("the image of `{}` names no version", floating.program),
            text => format!("{} runs at `{text}`, which is no version", floating.program),
        };
        out.report(floating.object, floating.node, message);
    }
}

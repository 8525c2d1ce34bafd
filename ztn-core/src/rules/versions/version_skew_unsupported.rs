//! `version-skew-unsupported`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "version-skew-unsupported",
    practice: Practice::Versions,
    breaks: &[Part::VersionSkew],
    severity: Severity::Medium,
    summary: "two components have versions that do not go together",
    why: "Nobody tests the combination: a field that guards a workload, which one side does \
          not know, is dropped without a word.",
    remedy: "Upgrade the API server first, then the rest, and keep kubelets within three minor \
          releases of it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Versions],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for skew in facts.control_plane().skews() {
        let (named, server) = (skew.named, skew.api_server);
        let how = if skew.is_newer { "newer" } else { "too much older" };
        let message = format!("{} is {how} than the API server, {}", named.text(), server.version);
        let text = format!("{} is named here", server.text());
        out.report(named.object, named.node, message).label(server.object, server.node, text);
    }
}

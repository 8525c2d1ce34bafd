//! `alpha-features-enabled`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "alpha-features-enabled",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::Low,
    summary: "everything of alpha quality is switched on",
    why: "Alpha features are off because they are not finished: they may have holes that nobody \
          has looked for, and they get no fixes in a patch.",
    remedy: "Name the features that are used, each with its own gate, and switch the rest off.",
    exceptions: "Clusters for trying things.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for switch in facts.control_plane().alpha_switches() {
        let message = format!("`{}` switches on everything of alpha quality", switch.name);
        out.report(switch.object, switch.node, message);
    }
}

//! `runtime-end-of-life`

use crate::engine::builds::{self, RUNTIMES};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "runtime-end-of-life",
    practice: Practice::Versions,
    breaks: &[Part::SupportedRelease],
    severity: Severity::Medium,
    summary: "a container runtime gets no fixes any more",
    why: "It is the wall between a container and its node, and what is found in it stays open.",
    remedy: "Upgrade the runtime of the nodes that the message names, one after the other.",
    exceptions: "A runtime that the makers of the node's system mend beyond that day.",
    since: "0.1.0",
    needs: &[Evidence::Versions, Evidence::AsOf],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let Some(as_of) = facts.options.as_of else {
        return;
    };
    let builds = builds::builds(facts.cluster, facts.control_plane());
    for (message, build, others) in builds::ended(&builds, &RUNTIMES, as_of) {
        let mut finding = out.report(build.object, build.node, message);
        for other in others {
            finding = finding.label(other.object, other.node, "here, too");
        }
    }
}

//! `kubernetes-end-of-life-soon`

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubernetes-end-of-life-soon",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::Low,
    summary: "a Kubernetes version gets no fixes in three months",
    why: "From that day on vulnerabilities are published and stay open. An upgrade that is \
          planned is one that is tested.",
    remedy: "Plan the upgrade to the next minor release.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Versions, Evidence::AsOf],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let Some(as_of) = facts.options.as_of else {
        return;
    };
    let plane = facts.control_plane();
    for named in plane.versions() {
        let provider = named.provider.or(plane.provider());
        let support = releases::support(named.version, provider, as_of);
        if let Some(support) = support.filter(|support| (-90..=0).contains(&support.days_past)) {
            let message = format!("{} reaches its end of life on {}", named.text(), support.until);
            out.report(named.object, named.node, message);
        }
    }
}

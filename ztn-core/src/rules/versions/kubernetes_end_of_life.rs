//! `kubernetes-end-of-life`

use std::collections::BTreeSet;

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubernetes-end-of-life",
    practice: Practice::Versions,
    breaks: &[Part::SupportedRelease],
    severity: Severity::High,
    summary: "a Kubernetes version gets no fixes any more",
    why: "Vulnerabilities found since then are published with their details and stay open \
          here.",
    remedy: "Upgrade, one minor release at a time, to one that is supported.",
    exceptions: "A release that a provider mends beyond that day, for as long as it does.",
    since: "0.1.0",
    needs: &[Evidence::Versions, Evidence::AsOf],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::attack("T1190"), Ref::kubescape("C-0273")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let Some(as_of) = facts.options.as_of else {
        return;
    };
    let plane = facts.control_plane();
    // A hundred nodes of one version are one upgrade.
    let mut said = BTreeSet::new();
    for named in plane.versions() {
        let provider = named.provider.or(plane.provider());
        // Whoever builds it also says how long.
        if named.is_rebuilt && provider.is_none() {
            continue;
        }
        let support = releases::support(named.version, provider, as_of);
        let Some(support) = support.filter(|support| support.days_past > 0) else {
            continue;
        };
        let text = named.text();
        if !said.insert(text.clone()) {
            continue;
        }
        let since = if support.before { "before" } else { "on" };
        let message = format!("{text} reached its end of life {since} {}", support.until);
        let mut finding = out.report(named.object, named.node, message);
        for other in plane.versions().iter().filter(|other| other.text() == text).skip(1) {
            finding = finding.label(other.object, other.node, "here, too");
        }
        if support.days_past > 365 {
            finding.severity(Severity::Critical, "that is more than a year ago");
        }
    }
}

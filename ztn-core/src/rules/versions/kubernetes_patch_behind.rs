//! `kubernetes-patch-behind`

use crate::engine::{builds, releases};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubernetes-patch-behind",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a Kubernetes version lacks fixes that are released",
    why: "What a patch mends is published with it: whoever reads the notes knows what is open \
          here.",
    remedy: "Upgrade to the newest patch of the same minor release, which changes nothing else.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Versions],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::attack("T1190")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

/// Kubernetes has a patch each month: that many behind are planned for.
const PLANNED: u32 = 2;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for (text, named, others) in builds::alike(plane.versions(), |named| named.text()) {
        let provider = named.provider.or(plane.provider());
        let (Some(patch), Some((newest, known_on))) =
            (named.version.patch, builds::newest_patch(named.version.minor))
        else {
            continue;
        };
        // Who builds it himself says which fixes are in it.
        if named.is_rebuilt || provider.is_some() || patch >= newest {
            continue;
        }
        let message = format!(
            "{text} lacks the fixes up to 1.{}.{newest}, the newest patch known on {known_on}",
            named.version.minor
        );
        let mut finding = out.report(named.object, named.node, message);
        for other in others {
            finding = finding.label(other.object, other.node, "here, too");
        }
        let ended = facts.options.as_of.and_then(|as_of| {
            releases::support(named.version, provider, as_of).filter(|one| one.days_past > 0)
        });
        if newest - patch <= PLANNED {
            finding = finding.severity(Severity::Low, "it is one or two patches");
        }
        finding.implied_if(ended.is_some(), "kubernetes-end-of-life");
    }
}

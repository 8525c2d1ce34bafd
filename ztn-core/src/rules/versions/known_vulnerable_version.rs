//! `known-vulnerable-version`

use crate::engine::builds::{self, Rating};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "known-vulnerable-version",
    practice: Practice::Versions,
    breaks: &[Part::KnownVulnerabilities],
    severity: Severity::High,
    summary: "a program of the cluster has a vulnerability that is published",
    why: "How to use it is published with it, and programs that try it are free to have.",
    remedy: "Upgrade to the version that the message names, or to a newer one.",
    exceptions: "A build into which its maker has put the fix, under the same number.",
    since: "0.1.0",
    needs: &[Evidence::Versions],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::attack("T1190"), Ref::attack("T1068")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let builds = builds::builds(facts.cluster, facts.control_plane());
    for (text, build, others) in builds::alike(&builds, |build| build.text()) {
        // Somebody's own build of the same number is not known to have it.
        let all: Vec<_> = std::iter::once(build).chain(others).collect();
        let mut affected = all.iter().filter(|build| !build.vulnerabilities().is_empty());
        let Some(first) = affected.next() else {
            continue;
        };
        let vulnerabilities = first.vulnerabilities();
        let (Some(worst), Some((major, minor, patch))) =
            (vulnerabilities.first(), first.mended_in())
        else {
            continue;
        };
        let (severity, because) = match worst.rating {
            Rating::Critical => (Severity::Critical, "its CVSS score is 9 or more"),
            Rating::High => (Severity::High, ""),
            Rating::Medium => (Severity::Medium, "its CVSS score is below 7"),
        };
        let more = match vulnerabilities.len() {
            1 => String::new(),
            number => format!(" and {} more", number - 1),
        };
        let message = format!(
            "{text} has {}{more}: {}; {major}.{minor}.{patch} has not",
            worst.id, worst.lets
        );
        let ids: Vec<&str> = vulnerabilities.iter().map(|row| row.id).collect();
        let mut finding = out
            .report(first.object, first.node, message)
            .severity(severity, because)
            .witness(ids.join(", "));
        for other in affected {
            finding = finding.label(other.object, other.node, "here, too");
        }
    }
}

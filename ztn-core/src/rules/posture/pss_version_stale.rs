//! `pss-version-stale`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::namespace::{Namespace, PodSecurityMode};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "pss-version-stale",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::Low,
    summary: "a namespace enforces the Pod Security Standards of an old release",
    why: "A pinned version keeps the checks of its day: before 1.8 a process may gain privileges, before \
          1.22 a container keeps its capabilities, before 1.23 it may run as user 0, before 1.34 it \
          makes the kubelet call other hosts.",
    remedy: "Raise `pod-security.kubernetes.io/enforce-version` to the cluster's release, or write \
             `latest`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Namespaces],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::PodSecurity], run },
};

/// Older than this many releases is old: as long as each of them is supported.
const RELEASES: u32 = 3;

/// The releases that made the standards stricter; others allow more.
const STRICTER: [u32; 5] = [8, 19, 22, 23, 34];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let admission = facts.pod_security();
    for (object, namespace) in facts.cluster.all::<Namespace<'_>>() {
        let label = namespace.pod_security_version(PodSecurityMode::Enforce);
        let Some(chosen) = admission.chosen(object.name()).filter(|_| label.is_set()) else {
            continue;
        };
        let (level, pinned) = (chosen.enforce.level, chosen.enforce.minor);
        let newest = admission.standard(level, "latest").minor;
        let lacks = STRICTER.iter().any(|minor| (pinned + 1..=newest).contains(minor));
        if newest.saturating_sub(pinned) > RELEASES && lacks {
            let latest = format!("v1.{newest}");
            let fix =
                Draft::risky(object, "enforce the newest standards").set(label, latest.as_str());
            let message = format!(
                "namespace `{}` enforces {} as it was in v1.{pinned}, {} releases ago",
                object.name(),
                level.name(),
                newest - pinned
            );
            out.report(object, label, message).maybe_fix(fix);
        }
    }
}

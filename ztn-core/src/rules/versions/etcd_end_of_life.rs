//! `etcd-end-of-life`

use crate::engine::builds::{self, ETCD};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-end-of-life",
    practice: Practice::Versions,
    breaks: &[Part::SupportedRelease],
    severity: Severity::Medium,
    summary: "a version of etcd gets no fixes any more",
    why: "It holds every Secret of the cluster, and what is found in it stays open.",
    remedy: "Upgrade etcd, one minor release at a time; kubeadm does so with the control plane.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd, Evidence::AsOf],
    fixes: &[],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::attack("T1190")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let Some(as_of) = facts.options.as_of else {
        return;
    };
    let builds = builds::builds(facts.cluster, facts.control_plane());
    for (message, build, others) in builds::ended(&builds, &[ETCD], as_of) {
        let mut finding = out.report(build.object, build.node, message);
        for other in others {
            finding = finding.label(other.object, other.node, "here, too");
        }
    }
}

//! `host-path-via-persistent-volume`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::claims::Claims;
use crate::model::host_path;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "host-path-via-persistent-volume",
    practice: Practice::Nodes,
    breaks: &[Part::HostPaths],
    severity: Severity::High,
    summary: "a pod's claim is bound to a path of a node",
    why: "The claim passes every Pod Security Standard, and what is behind it is the node's own \
          path all the same: whoever takes the pod over, or may write PersistentVolumes, reads and \
          writes there.",
    remedy: "Use a storage driver, or a `local` volume on a disk set aside for it.",
    exceptions: "Clusters of a single node, for trying things out.",
    since: "0.1.0",
    needs: &[Evidence::Workloads, Evidence::PersistentVolumes],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::attack("T1611")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let claims = Claims::of(facts.cluster);
    for workload in facts.cluster.workloads() {
        let object = workload.object();
        for (claim, asked) in workload.claims() {
            for (volume, spec) in claims.behind(workload, &claim) {
                let Some(path) = spec.node_path() else { continue };
                let class = path.get().and_then(host_path::sensitive);
                // A `local` volume is a disk of its own, unless it lies where the node keeps its own.
                if spec.local().is_set() && class.is_none() {
                    continue;
                }
                let message = format!(
                    "a claim of `{}` is bound to the node's `{}`",
                    object.name(),
                    path.or("?")
                );
                let finding = out.report(object, asked, message).label(
                    volume,
                    path,
                    format!("PersistentVolume `{}`", volume.name()),
                );
                if let Some(class) = class {
                    finding.severity(
                        Severity::Critical,
                        format!("it gives access to {}", class.what()),
                    );
                }
            }
        }
    }
}

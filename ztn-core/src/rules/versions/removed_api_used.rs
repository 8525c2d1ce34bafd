//! `removed-api-used`

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "removed-api-used",
    practice: Practice::Versions,
    breaks: &[Part::RemovedApis],
    severity: Severity::High,
    summary: "an object is written in an API version that the cluster does not serve",
    why: "The API server refuses the object: a policy, a role or a budget that is in the \
          repository is not in the cluster, and nobody notices until it is needed.",
    remedy: "Write the object in the version that took its place, and mind the fields that \
          changed.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Versions],
    fixes: &[Safety::Safe, Safety::Unsafe],
    refs: &[
        Ref::nsa("upgrading"),
        Ref::nist("5"),
        Ref::kube_linter("no-extensions-v1beta"),
        Ref::trivy("KSV-0107"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let Some(version) = facts.control_plane().api_version() else {
        return;
    };
    for object in facts.cluster.objects() {
        let Some(gone) = releases::removed_api(object, version) else {
            continue;
        };
        let (written, place) = (object.type_meta(), object.api_version_node());
        let message = format!(
            "`{}` has no {} since 1.{}, and the cluster is {version}",
            written.api_version, written.kind, gone.removed_in
        );
        let finding = out.report(object, place, message);
        if !gone.use_instead.is_empty() {
            let draft = if gone.has_same_fields(written.kind) { Draft::safe } else { Draft::risky };
            let title = format!("write it in `{}`", gone.use_instead);
            finding.maybe_fix(draft(object, title).replace(place, gone.use_instead));
        }
    }
}

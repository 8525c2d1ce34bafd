//! `deprecated-api-used`

use crate::engine::releases;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "deprecated-api-used",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::Low,
    summary: "an object is written in an API version that a later release does not serve",
    why: "The next upgrade stops at it, so the cluster stays on the release it has, with the holes \
          that are known of it.",
    remedy: "Write the object in the version that the message names.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
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
    let version = facts.control_plane().api_version();
    for object in facts.cluster.objects() {
        // What the cluster's own release does not serve, another rule tells.
        let Some(gone) = releases::deprecated_api(object, version) else {
            continue;
        };
        let written = object.type_meta();
        let instead = match gone.use_instead {
            "" => String::new(),
            other => format!(": use `{other}`"),
        };
        let message = format!(
            "`{}` has no {} from 1.{} on{instead}",
            written.api_version, written.kind, gone.removed_in
        );
        out.report(object, object.api_version_node(), message);
    }
}
